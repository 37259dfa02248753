/** @file Where the nodes and edges of a cell go: dagre's layered layout, in the direction that leaves it larger. */
import { Graph, layout } from "@dagrejs/dagre";
import type { CellGraph } from "../../core/spaces/space.ts";

export interface PlacedNode {
  readonly id: string;
  readonly label: string;
  readonly operation?: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly key: string;
  readonly path: string;
  readonly operation?: string;
  readonly label?: { readonly x: number; readonly y: number; readonly width: number };
}

export interface PlacedCell {
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

/** Which of the drawing's colours an operation takes. */
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
  graph.setGraph({ rankdir, nodesep: 14, edgesep: 10, ranksep: 14 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of cell.nodes) {
    const text = node.operation ? shortOperation(node.operation) : node.label;
    graph.setNode(node.id, { width: Math.max(26, textWidth(text)), height: 26 });
  }
  cell.edges.forEach((edge, index) => {
    const text = edge.operation && shortOperation(edge.operation);
    const label = text ? { width: textWidth(text), height: lineHeight, labelpos: "c" as const } : {};
    graph.setEdge(edge.from, edge.to, label, String(index));
  });
  layout(graph);
  const nodes = cell.nodes.map((node): PlacedNode => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(node.id);
    return { ...node, x, y, width, height };
  });
  const routes = cell.edges.map((edge, index) =>
    graph.edge({ v: edge.from, w: edge.to, name: String(index) }),
  );
  const edges = cell.edges.map((edge, index): PlacedEdge => {
    const { x = 0, y = 0, points = [] } = routes[index] ?? {};
    const text = edge.operation && shortOperation(edge.operation);
    return {
      key: String(index),
      path: smooth(points),
      ...(edge.operation && { operation: edge.operation }),
      ...(text && { label: { x, y, width: textWidth(text) } }),
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
            { x: label.x - label.width / 2, y: label.y },
            { x: label.x + label.width / 2, y: label.y },
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

/** A curve through the points: quadratic pieces that meet halfway. */
function smooth(points: readonly { readonly x: number; readonly y: number }[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return "";
  let path = `M${first.x.toFixed(1)} ${first.y.toFixed(1)}`;
  rest.slice(0, -1).forEach((point, index) => {
    const next = rest[index + 1] as { x: number; y: number };
    const end = index === rest.length - 2 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    path += `Q${point.x.toFixed(1)} ${point.y.toFixed(1)} ${end.x.toFixed(1)} ${end.y.toFixed(1)}`;
  });
  return `${path}L${last.x.toFixed(1)} ${last.y.toFixed(1)}`;
}
