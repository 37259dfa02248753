/** @file Where the nodes and edges of a cell go: dagre's layered layout, in the direction that leaves it larger. */
import { Graph, layout } from "@dagrejs/dagre";
import type { CellGraph } from "../../core/spaces/space.ts";

interface PlacedNode {
  readonly id: string;
  /** What is written on it. */
  readonly text: string;
  readonly operation?: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface PlacedEdge {
  readonly key: string;
  readonly path: string;
  readonly operation?: string;
  readonly label?: {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
  };
}

interface PlacedCell {
  readonly title: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const lineHeight = 20;
const margin = 5;
const maxLongLabels = 6;

/** Width of a text of the drawing's size, a little generous; measuring would need the page. */
const textWidth = (text: string): number => 12 + text.length * 6.4;

/** What an operation is called on the drawing: "nor_conv_3x3" and "conv3x3-bn-relu" are both "conv 3×3". */
export function shortOperation(operation: string): string {
  return operation
    .replace(/^nor_|-bn-relu$|_connect$/g, "")
    .replaceAll("_", " ")
    .replace(/^(conv|maxpool)(?=\d)/, "$1 ")
    .replace("maxpool", "max pool")
    .replace(/(\d)x(\d)/, "$1×$2");
}

/** Still shorter, for cells with so many labels that they would have to be drawn small: "sep 5×5", "max 3×3". */
export function tersestOperation(operation: string): string {
  return shortOperation(operation).replace(/^(max|avg|sep|dil) (pool|conv)/, "$1");
}

/** "c_{k-1}" with true subscripts. */
export function nodeLabel(label: string): string {
  const lowered: Record<string, string> = { "-": "₋", k: "ₖ", "1": "₁", "2": "₂" };
  return label.replace(/_\{(.+?)\}/g, (_, inner: string) =>
    [...inner].map((sign) => lowered[sign] ?? sign).join(""),
  );
}

/** Which of the drawing's colors an operation takes. */
export function operationKind(operation: string): "conv3" | "conv1" | "pool" | "skip" | "none" {
  if (operation === "none") return "none";
  if (operation.includes("skip")) return "skip";
  if (operation.includes("pool")) return "pool";
  return operation.includes("1x1") ? "conv1" : "conv3";
}

/** The layout, left to right or top to bottom, that is drawn larger within the room. */
export function placeCell(
  cell: CellGraph,
  room: { readonly width: number; readonly height: number },
): PlacedCell {
  const scale = ({ width, height }: PlacedCell): number =>
    Math.min(1, room.width / width, room.height / height);
  const across = placed(cell, "LR");
  const down = placed(cell, "TB");
  return scale(across) >= scale(down) ? across : down;
}

function placed(cell: CellGraph, rankdir: "LR" | "TB"): PlacedCell {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir, nodesep: 16, edgesep: 10, ranksep: 18 });
  graph.setDefaultEdgeLabel(() => ({}));
  const labelled = cell.edges.filter(({ operation }) => operation !== undefined).length;
  const named = labelled > maxLongLabels ? tersestOperation : shortOperation;
  const nodeText = (node: CellGraph["nodes"][number]): string =>
    node.operation ? named(node.operation) : nodeLabel(node.label);
  for (const node of cell.nodes)
    graph.setNode(node.id, { width: Math.max(26, textWidth(nodeText(node))), height: 26 });
  cell.edges.forEach((edge, index) => {
    const text = edge.operation && named(edge.operation);
    const label = text ? { width: textWidth(text), height: lineHeight, labelpos: "c" as const } : {};
    graph.setEdge(edge.from, edge.to, label, String(index));
  });
  layout(graph);
  const nodes = cell.nodes.map((node): PlacedNode => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(node.id);
    const { id, operation } = node;
    return { id, text: nodeText(node), ...(operation && { operation }), x, y, width, height };
  });
  const routes = cell.edges.map((edge, index) =>
    graph.edge({ v: edge.from, w: edge.to, name: String(index) }),
  );
  const edges = cell.edges.map((edge, index): PlacedEdge => {
    const { x = 0, y = 0, points = [] } = routes[index] ?? {};
    const text = edge.operation && named(edge.operation);
    return {
      key: String(index),
      path: smooth(points),
      ...(edge.operation && { operation: edge.operation }),
      ...(text && { label: { text, x, y, width: textWidth(text) } }),
    };
  });
  // The layout's own extent leaves out edges that run around the nodes.
  const corners = [
    ...nodes.flatMap(({ x, y, width, height }) => [
      { x: x - width / 2, y: y - height / 2 },
      { x: x + width / 2, y: y + height / 2 },
    ]),
    ...edges.flatMap(({ label }) =>
      label
        ? [
            { x: label.x - label.width / 2, y: label.y - lineHeight / 2 },
            { x: label.x + label.width / 2, y: label.y + lineHeight / 2 },
          ]
        : [],
    ),
    ...routes.flatMap((route) => route?.points ?? []),
  ];
  const left = Math.min(...corners.map(({ x }) => x)) - margin;
  const top = Math.min(...corners.map(({ y }) => y)) - margin;
  return {
    title: cell.title,
    left,
    top,
    width: Math.max(...corners.map(({ x }) => x)) + margin - left,
    height: Math.max(...corners.map(({ y }) => y)) + margin - top,
    nodes,
    edges,
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A curve through all points (Catmull and Rom), so that a label stands on its edge. */
function smooth(points: readonly Point[]): string {
  const at = (index: number): Point =>
    points[Math.min(points.length - 1, Math.max(0, index))] ?? { x: 0, y: 0 };
  const text = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  // The way from one neighbor to the other, a sixth of it, is the slope at a point.
  const beside = (index: number, sign: 1 | -1): Point => ({
    x: at(index).x + (sign * (at(index + 1).x - at(index - 1).x)) / 6,
    y: at(index).y + (sign * (at(index + 1).y - at(index - 1).y)) / 6,
  });
  const pieces = points
    .slice(1)
    .map((point, index) => `C${text(beside(index, 1))} ${text(beside(index + 1, -1))} ${text(point)}`);
  return points.length > 1 ? `M${text(at(0))}${pieces.join("")}` : "";
}
