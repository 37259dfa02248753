/**
 * @file Architectures as the text that DARTS prints and reads (cnn/genotypes.py of https://github.com/quark0/darts):
 * `Genotype(normal=[('sep_conv_3x3', 0), …], normal_concat=[2, 3, 4, 5], reduce=[…], reduce_concat=[2, 3, 4, 5])`.
 */
import { type Architecture, longestNotation } from "../space.ts";
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
  if (text.length > longestNotation) return undefined;
  const tokens = tokensOf(text);
  const cells = ["normal", "reduce"].map((name) => {
    const cell = readCell(tokens, name);
    return cell && joinsAllNodes(tokens, name) ? encodeCell(cell) : undefined;
  });
  const [normal, reduce] = cells;
  return normal && reduce ? [...normal, ...reduce] : undefined;
}

/** Names, numbers and signs in order, quotes left out. One pass: a text that is no genotype costs no more than its length. */
const tokensOf = (text: string): string[] => text.match(/[A-Za-z_]\w*|\d+|[^\s\w'"]/g) ?? [];

/** Where the value of `name=` or `"name":` begins, for exactly this name. */
function valueAt(tokens: readonly string[], name: string): number | undefined {
  for (let at = tokens.indexOf(name); at >= 0; at = tokens.indexOf(name, at + 1))
    if (tokens[at + 1] === "=" || tokens[at + 1] === ":") return at + 2;
  return undefined;
}

const isOpening = (token: string | undefined): boolean => token === "(" || token === "[";
const isClosing = (token: string | undefined): boolean => token === ")" || token === "]";

/** Reads `[(operation, input), …]`, eight of them. */
function readCell(tokens: readonly string[], name: string): DartsCell | undefined {
  let at = valueAt(tokens, name);
  if (at === undefined || tokens[at++] !== "[") return undefined;
  const edges: Edge[] = [];
  while (tokens[at] !== "]") {
    const [open, operation, comma, from, close] = tokens.slice(at, at + 5);
    const index = operations.indexOf(operation as DartsOperation);
    if (!isOpening(open) || index < 0 || comma !== "," || !/^\d+$/.test(from ?? "") || !isClosing(close))
      return undefined;
    edges.push({ from: Number(from), operation: index });
    at += tokens[at + 5] === "," ? 6 : 5;
    if (edges.length > 2 * innerNodes) return undefined;
  }
  if (edges.length !== 2 * innerNodes) return undefined;
  return Array.from({ length: innerNodes }, (_, inner) => [edges[2 * inner]!, edges[2 * inner + 1]!]);
}

/** A genotype without the entry is taken to join all nodes, as every DARTS cell does. */
function joinsAllNodes(tokens: readonly string[], name: string): boolean {
  const at = valueAt(tokens, `${name}_concat`);
  if (at === undefined) return true;
  return ["[2,3,4,5]", "range(2,6)"].some((all) =>
    tokens
      .slice(at, at + 9)
      .join("")
      .startsWith(all),
  );
}
