/**
 * @file Architectures as NAS-Bench-301 stores them (https://github.com/automl/nasbench301): one member for every edge that is used,
 * `…edge_normal_4`, and one for the two inputs of nodes 3 to 5, `…inputs_node_normal_3: "0_2"`; node 2 takes both inputs of the cell.
 */
import { type DartsCell, type DartsOperation, innerNodes, inputNodes, operations } from "./encoding.ts";

export const isConfigSpace = (text: string): boolean => text.includes("edge_normal_");

/** Normal and reduction cell; `undefined` where members are missing or contradict each other. */
export function readConfigSpace(text: string): readonly (DartsCell | undefined)[] | undefined {
  let members: Readonly<Record<string, unknown>>;
  try {
    members = JSON.parse(text) as typeof members;
  } catch {
    return undefined;
  }
  const byEnd = new Map(Object.entries(members).map(([key, value]) => [key.split(":").at(-1), value]));
  return ["normal", "reduce"].map((cell) => readCell(byEnd, cell));
}

function readCell(members: ReadonlyMap<string | undefined, unknown>, cell: string): DartsCell | undefined {
  const read: DartsCell[number][] = [];
  // Edges are numbered node by node, each node's by their source.
  for (let node = inputNodes, first = 0; node < inputNodes + innerNodes; first += node++) {
    const written = node === inputNodes ? "0_1" : members.get(`inputs_node_${cell}_${node}`);
    const sources = typeof written === "string" ? written.split("_").map(Number) : [];
    const [one, other] = sources.map((from) => ({
      from,
      operation: operations.indexOf(members.get(`edge_${cell}_${first + from}`) as DartsOperation),
    }));
    if (!one || !other || sources.length !== 2 || one.operation < 0 || other.operation < 0) return undefined;
    read.push([one, other]);
  }
  return read;
}
