/**
 * @file Architectures as the text that DARTS prints and reads (cnn/genotypes.py of https://github.com/quark0/darts):
 * `Genotype(normal=[('sep_conv_3x3', 0), …], normal_concat=[2, 3, 4, 5], reduce=[…], reduce_concat=[2, 3, 4, 5])`.
 */
import type { Architecture } from "../space.ts";
import {
  type DartsCell,
  type DartsOperation,
  decode,
  type Edge,
  encodeCell,
  innerNodes,
  operations,
} from "./encoding.ts";

export function print(architecture: Architecture): string {
  const list = (cell: DartsCell): string =>
    cell
      .flat()
      .map(({ from, operation }) => `('${operations[operation]}', ${from})`)
      .join(", ");
  const [normal, reduce] = decode(architecture);
  const concat = "[2, 3, 4, 5]";
  return `Genotype(normal=[${list(normal)}], normal_concat=${concat}, reduce=[${list(reduce)}], reduce_concat=${concat})`;
}

/**
 * Reads a genotype as Python prints it or as JSON writes it (`{"normal": [["sep_conv_3x3", 0], …], …}`, the NDS records). The two
 * edges of a node may stand in either order; `print` gives the lower input first. `undefined` where a cell is missing, an operation
 * is none of the seven, a node has one input twice, or the output does not join all four nodes.
 */
export function parse(text: string): Architecture | undefined {
  const cells = ["normal", "reduce"].map((name) => {
    const cell = readCell(text, name);
    return cell && joinsAllNodes(text, name) ? encodeCell(cell) : undefined;
  });
  const [normal, reduce] = cells;
  return normal && reduce ? [...normal, ...reduce] : undefined;
}

/** What stands after `name=` or `"name":` for exactly this name. */
const after = (text: string, name: string): string | undefined =>
  new RegExp(`(?:^|[^a-z_])${name}['"]?\\s*[=:]\\s*(.*)`, "s").exec(text)?.[1];

function readCell(text: string, name: string): DartsCell | undefined {
  const list = /^\[((?:\s*[[(][^\])]*[\])]\s*,?)*)\s*\]/.exec(after(text, name) ?? "")?.[1];
  if (list === undefined) return undefined;
  const edges: Edge[] = [];
  for (const [item] of list.matchAll(/[[(][^\])]*[\])]/g)) {
    const match = /^.\s*['"]?(\w+)['"]?\s*,\s*(\d+)\s*.$/.exec(item);
    const operation = match ? operations.indexOf(match[1] as DartsOperation) : -1;
    if (!match || operation < 0) return undefined;
    edges.push({ from: Number(match[2]), operation });
  }
  if (edges.length !== 2 * innerNodes) return undefined;
  return Array.from({ length: innerNodes }, (_, inner) => [edges[2 * inner]!, edges[2 * inner + 1]!]);
}

/** A genotype without the entry is taken to join all nodes, as every DARTS cell does. */
function joinsAllNodes(text: string, name: string): boolean {
  const value = after(text, `${name}_concat`);
  return value === undefined || /^(range\(2, ?6\)|\[\s*2,\s*3,\s*4,\s*5\s*\])/.test(value);
}
