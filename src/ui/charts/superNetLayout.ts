/**
 * @file Where everything goes in the drawing of a super-net. The nodes stand on a diagonal; what leads from one to another stands to the
 * right of the one and above the other (an N² chart), so that a row is what leaves a node and a column what enters one.
 */
import type { Decision } from "../../core/spaces/space.ts";
import type { SuperNetCell } from "../../core/spaces/superNet.ts";
import { nodeLabel, tersestOperation } from "./cellLayout.ts";

/** One operation of a place. `x`, `y`: its upper left corner. */
export interface PlacedOperation {
  readonly place: number;
  readonly choice: number;
  /** Absent where the place has one choice only. */
  readonly text: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface PlacedSuperNet {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** `x`, `y`: the middle of the label. */
  readonly nodes: readonly {
    readonly id: string;
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
  }[];
  readonly edges: readonly { readonly key: string; readonly path: string; readonly place?: number }[];
  /** In the order of the places. */
  readonly operations: readonly PlacedOperation[];
}

/** Large enough for a finger. */
export const operationHeight = 24;
export const nodeHeight = 24;
/** Between two rows or columns, and around all. */
const gap = 14;
const margin = 4;
const corner = 8;
/** For the number of paths on an operation. */
const badge = 10;

/** Of a text in the drawing's size, a little generous; measuring would need the page. */
const textWidth = (text: string): number => 12 + text.length * 6;

interface Extent {
  readonly width: number;
  readonly height: number;
}

const sizeOf = ({ choices }: Decision): Extent => ({
  width: badge + Math.max(...(choices.length > 1 ? choices.map(tersestOperation) : ["99 %"]).map(textWidth)),
  height: choices.length * operationHeight,
});

/** Middles of rows or columns of these extents, and where the last ends. */
function middles(extents: readonly number[]): { readonly at: readonly number[]; readonly end: number } {
  let end = margin;
  const at = extents.map((extent) => {
    const middle = end + extent / 2;
    end += extent + gap;
    return middle;
  });
  return { at, end: end - gap + margin };
}

export function placeSuperNet(cell: SuperNetCell, places: readonly Decision[]): PlacedSuperNet {
  const numberOf = new Map(cell.nodes.map(({ id }, number) => [id, number]));
  const edges = cell.edges.map((edge) => ({
    ...edge,
    row: numberOf.get(edge.from) as number,
    column: numberOf.get(edge.to) as number,
  }));
  const stacks = [
    ...cell.nodes.map(({ place }, number) => ({ place, row: number, column: number, below: nodeHeight })),
    ...edges.map(({ place, row, column }) => ({ place, row, column, below: 0 })),
  ].flatMap(({ place, ...where }) => {
    const decision = place === undefined ? undefined : places[place];
    return place === undefined || !decision ? [] : [{ place, decision, ...where, ...sizeOf(decision) }];
  });
  const most = (values: readonly number[]): number => Math.max(0, ...values);
  const columns = middles(
    cell.nodes.map(({ label }, column) =>
      most([
        textWidth(nodeLabel(label)),
        ...stacks.filter((one) => one.column === column).map(({ width }) => width),
      ]),
    ),
  );
  const rows = middles(
    cell.nodes.map((_, row) =>
      most([
        nodeHeight,
        ...stacks.filter((one) => one.row === row).map(({ height, below }) => height + below),
      ]),
    ),
  );
  /** Middle of a node's label: above its operations, where it has some. */
  const nodeAt = (number: number) => {
    const own = stacks.find(({ row, column }) => row === number && column === number);
    return { x: columns.at[number]!, y: rows.at[number]! - (own?.height ?? 0) / 2 };
  };
  const nodes = cell.nodes.map(({ id, label }, number) => {
    const text = nodeLabel(label);
    return { id, text, width: textWidth(text), ...nodeAt(number) };
  });
  return {
    title: cell.title,
    width: columns.end,
    height: rows.end,
    nodes,
    edges: edges.map(({ place, row, column }, index) => {
      const [from, to] = [nodes[row]!, nodes[column]!];
      const path = `M${from.x + from.width / 2} ${from.y}H${to.x - corner}q${corner} 0 ${corner} ${corner}V${to.y - nodeHeight / 2}`;
      return { key: String(index), path, ...(place !== undefined && { place }) };
    }),
    operations: stacks
      .flatMap(({ place, decision: { choices }, row, column, width, height, below }) => {
        const top = below > 0 ? nodes[row]!.y + nodeHeight / 2 : nodes[row]!.y - height / 2;
        return choices.map((name, choice) => ({
          ...{ place, choice, width, text: choices.length > 1 ? tersestOperation(name) : undefined },
          ...{ x: columns.at[column]! - width / 2, y: top + choice * operationHeight },
        }));
      })
      .sort((a, b) => a.place - b.place || a.choice - b.choice),
  };
}
