/** @file Cells as text: the benchmark's own string `|op~0|+|op~0|op~1|+|op~0|op~1|op~2|`, and what else the field writes. */
import { numbersIn, tokensOf } from "../literal.ts";
import { type Architecture, maxNotationLength, type Numbering } from "../space.ts";
import { edges, isValid, type Operation201, operationOn, operations } from "./encoding.ts";

export function print(architecture: Architecture): string {
  const node = (to: number): string =>
    edges
      .map((edge, index) => (edge.to === to ? `|${operationOn(architecture, index)}~${edge.from}` : ""))
      .join("");
  return `${node(1)}|+${node(2)}|+${node(3)}|`;
}

/**
 * Reads the string, as such or in `Structure(4 nodes with …)`, nested pairs `(((op, 0),), ((op, 0), (op, 1)), …)`, and an object
 * `{"0_1": op, …}` by edge. Convolutions may lack their `nor_`. `undefined` where the text is none of these.
 */
export function parse(text: string): Architecture | undefined {
  if (text.length > maxNotationLength) return undefined;
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) return fromEdges(trimmed);
  const structure = "Structure(4 nodes with ";
  const body = trimmed.startsWith(structure) ? trimmed.slice(structure.length, -1) : trimmed;
  if (!/^[|([]/.test(body)) return undefined;
  const words = tokensOf(body).filter((token) => /^\w/.test(token));
  if (words.length !== 2 * edges.length) return undefined;
  const architecture = edges.map(({ from }, edge) =>
    words[2 * edge + 1] === String(from) ? operationCalled(words[2 * edge]) : -1,
  );
  return isValid(architecture) ? architecture : undefined;
}

/** Index of an operation; -1 for what is none. */
function operationCalled(name: unknown): number {
  const full = typeof name === "string" && name.startsWith("conv_") ? `nor_${name}` : name;
  return operations.indexOf(full as Operation201);
}

function fromEdges(text: string): Architecture | undefined {
  let value: Readonly<Record<string, unknown>>;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  if (Object.keys(value).length !== edges.length) return undefined;
  const architecture = edges.map(({ from, to }) => operationCalled(value[`${from}_${to}`]));
  return isValid(architecture) ? architecture : undefined;
}

/** Six numbers, one per edge. */
export const numberings: readonly Numbering[] = [
  numbering(
    "suite-zero",
    "NAS-Bench-Suite-Zero and NASLib: skip_connect, none, conv3x3, conv1x1, avg_pool = 0 to 4, edges by their source",
    ["skip_connect", "none", "nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3"],
    // Entry i is the edge with this number in the string, which goes by target.
    [0, 1, 3, 2, 4, 5],
  ),
  numbering(
    "benchmark",
    "the benchmark's own list: none, skip_connect, conv1x1, conv3x3, avg_pool = 0 to 4, edges as in its strings",
    operations,
    [0, 1, 2, 3, 4, 5],
  ),
];

function numbering(
  name: string,
  title: string,
  names: readonly Operation201[],
  order: readonly number[],
): Numbering {
  return {
    name,
    title,
    parse(text) {
      const numbers = text.length > maxNotationLength ? undefined : numbersIn(text);
      if (numbers?.length !== edges.length || numbers.some((number) => number >= names.length))
        return undefined;
      return edges.map((_, edge) =>
        operations.indexOf(names[numbers[order.indexOf(edge)] as number] as Operation201),
      );
    },
  };
}
