/**
 * @file Architectures as the text that DARTS prints and reads (cnn/genotypes.py of https://github.com/quark0/darts):
 * `Genotype(normal=[('sep_conv_3x3', 0), …], normal_concat=[2, 3, 4, 5], reduce=[…], reduce_concat=[2, 3, 4, 5])`.
 */
import { type Literal, numbersIn, readLiteral, tokensOf } from "../literal.ts";
import { type Architecture, maxNotationLength, type Numbering } from "../space.ts";
import { isConfigSpace, readConfigSpace } from "./configSpace.ts";
import {
  type DartsCell,
  type DartsOperation,
  decode,
  type Edge,
  encodeCell,
  innerNodes,
  inputNodes,
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

const cellNames = ["normal", "reduce"] as const;

/**
 * Reads a genotype as Python prints it or as JSON writes it (`{"normal": [["sep_conv_3x3", 0], …], …}`, the NDS records), with lists or
 * tuples, flat or nested per node, pairs or triples (operation, from, to); and the configurations of NAS-Bench-301. The two edges of a
 * node may stand in either order; `print` gives the lower input first. `undefined` where a cell is missing, an operation is none of the
 * seven, a node has one input twice, or the output does not join all four nodes.
 */
export function parse(text: string): Architecture | undefined {
  if (text.length > maxNotationLength) return undefined;
  if (isConfigSpace(text)) return encoded(readConfigSpace(text));
  const tokens = tokensOf(text);
  return encoded(
    cellNames.map((name) => (joinsAllNodes(tokens, name) ? cellFrom(edgesOf(tokens, name)) : undefined)),
  );
}

function encoded(cells: readonly (DartsCell | undefined)[] | undefined): Architecture | undefined {
  const [normal, reduce] = cells?.map((cell) => cell && encodeCell(cell)) ?? [];
  return normal && reduce ? [...normal, ...reduce] : undefined;
}

/** Where the value of `name=` or `"name":` begins, for exactly this name. */
function valueAt(tokens: readonly string[], name: string): number | undefined {
  for (let at = tokens.indexOf(name); at >= 0; at = tokens.indexOf(name, at + 1))
    if (tokens[at + 1] === "=" || tokens[at + 1] === ":") return at + 2;
  return undefined;
}

/** An edge as written. */
interface WrittenEdge {
  readonly operation: string;
  readonly from: string;
  readonly to?: string;
}

function edgesOf(tokens: readonly string[], name: string): WrittenEdge[] | undefined {
  const at = valueAt(tokens, name);
  const read = at === undefined ? undefined : readLiteral(tokens, at);
  return read && flattened(read.value);
}

/** The edges of a list of edges, or of a list of two edges per node. */
function flattened(value: Literal): WrittenEdge[] | undefined {
  if (typeof value === "string") return undefined;
  const edges: WrittenEdge[] = [];
  for (const item of value) {
    if (typeof item === "string") return undefined;
    const edge = edgeFrom(item);
    const more = edge ? [edge] : flattened(item);
    // A node has two edges, wherever nodes are lists.
    if (!more || (!edge && more.length !== 2)) return undefined;
    edges.push(...more);
  }
  return edges;
}

function edgeFrom([operation, from, to]: readonly Literal[]): WrittenEdge | undefined {
  if (typeof operation !== "string" || typeof from !== "string") return undefined;
  return { operation, from, ...(typeof to === "string" && { to }) };
}

function cellFrom(edges: readonly WrittenEdge[] | undefined): DartsCell | undefined {
  if (edges?.length !== 2 * innerNodes) return undefined;
  // Where edges say where they lead, they may stand in any order.
  const ordered = edges.every(({ to }) => to !== undefined)
    ? edges.toSorted((one, other) => Number(one.to) - Number(other.to))
    : edges;
  // Two of them lead into every node.
  if (ordered.some(({ to }, index) => to !== undefined && Number(to) !== Math.floor(index / 2) + inputNodes))
    return undefined;
  const read = ordered.map(({ operation, from }): Edge => {
    return { operation: operations.indexOf(operation as DartsOperation), from: Number(from) };
  });
  if (read.some(({ operation }) => operation < 0)) return undefined;
  return Array.from({ length: innerNodes }, (_, inner) => [read[2 * inner]!, read[2 * inner + 1]!]);
}

/** A genotype without the entry is taken to join all nodes, as every DARTS cell does. */
function joinsAllNodes(tokens: readonly string[], name: string): boolean {
  const at = valueAt(tokens, `${name}_concat`);
  if (at === undefined) return true;
  const written = tokens.slice(at, at + 12).join("");
  return ["[2,3,4,5]", "(2,3,4,5)", "range(2,6)", "list(range(2,6))"].some((all) => written.startsWith(all));
}

/** Pairs (input, operation), eight per cell: 32 numbers, however they are nested. */
export const numberings: readonly Numbering[] = [
  numbering("suite-zero", `NAS-Bench-Suite-Zero and NASLib: ${operations.join(", ")} = 0 to 6`, operations),
  numbering("with-none", "as in BANANAS: none = 0, then the same seven = 1 to 7", ["none", ...operations]),
];

function numbering(name: string, title: string, names: readonly string[]): Numbering {
  const operationsOf = (numbers: readonly number[]): readonly number[] =>
    numbers.filter((_, index) => index % 2 === 1);
  return {
    name,
    title,
    parse(text) {
      const numbers = pairsIn(text);
      if (!numbers) return undefined;
      const edges = operationsOf(numbers).map((operation, index): WrittenEdge => {
        return { from: String(numbers[2 * index]), operation: names[operation] ?? "" };
      });
      return encoded([cellFrom(edges.slice(0, 2 * innerNodes)), cellFrom(edges.slice(2 * innerNodes))]);
    },
    understands(text) {
      const numbers = pairsIn(text);
      return numbers !== undefined && operationsOf(numbers).every((operation) => operation < names.length);
    },
  };
}

function pairsIn(text: string): readonly number[] | undefined {
  const numbers = text.length > maxNotationLength ? undefined : numbersIn(text);
  return numbers?.length === 8 * innerNodes ? numbers : undefined;
}

export function whyNot(text: string): string | undefined {
  if (text.length > maxNotationLength) return `it is longer than ${maxNotationLength} characters`;
  const tokens = tokensOf(text);
  const cells = cellNames.map((name) => edgesOf(tokens, name));
  for (const [index, edges] of cells.entries()) {
    const name = cellNames[index]!;
    if (!edges) {
      if (valueAt(tokens, name) === undefined) continue;
      return `its ${name} cell is no list of (operation, input)`;
    }
    const other = edges.find(({ operation }) => !operations.includes(operation as DartsOperation));
    if (other)
      return `its ${name} cell holds ${other.operation.slice(0, 40)}, which is none of the seven operations`;
    if (edges.length !== 2 * innerNodes) return `its ${name} cell has ${edges.length} edges, not 8`;
    if (!joinsAllNodes(tokens, name)) return `the output of its ${name} cell does not join all four nodes`;
    const cell = cellFrom(edges);
    if (!cell || !encodeCell(cell)) return `a node of its ${name} cell has not two different earlier inputs`;
  }
  return undefined;
}
