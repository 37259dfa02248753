/** @file Cells as text: the benchmark's own string `|op~0|+|op~0|op~1|+|op~0|op~1|op~2|`, and the tuples of NAS-Bench-Suite-Zero. */
import { type Architecture, longestNotation } from "../space.ts";
import { edges, isValid, type Operation201, operationOn, operations } from "./encoding.ts";

export function print(architecture: Architecture): string {
  const node = (to: number): string =>
    edges
      .map((edge, index) => (edge.to === to ? `|${operationOn(architecture, index)}~${edge.from}` : ""))
      .join("");
  return `${node(1)}|+${node(2)}|+${node(3)}|`;
}

/** Reads the string or the tuple. `undefined` where the text is neither. */
export function parse(text: string): Architecture | undefined {
  if (text.length > longestNotation) return undefined;
  const trimmed = text.trim();
  const architecture = trimmed
    .split(/[|+]/)
    .filter((part) => part !== "")
    .map((part) => operations.indexOf(part.slice(0, -2) as Operation201));
  return isValid(architecture) && print(architecture) === trimmed ? architecture : fromTuple(trimmed);
}

/** Operations by the numbers of the tuple. */
const tupleOperations = [
  "skip_connect",
  "none",
  "nor_conv_3x3",
  "nor_conv_1x1",
  "avg_pool_3x3",
] as const satisfies readonly Operation201[];
/** Entry i of the tuple is the edge with this number: the tuple goes by source, the string by target. */
const tupleEdges = [0, 1, 3, 2, 4, 5];

/** `(4, 0, 3, 1, 4, 3)`, one number per edge (https://github.com/automl/NASLib, branch zerocost). */
function fromTuple(text: string): Architecture | undefined {
  const match = /^[([]\s*([0-4](?:\s*,\s*[0-4]){5})\s*[)\]]$/.exec(text);
  if (!match) return undefined;
  const numbers = (match[1] as string).split(",").map(Number);
  return edges.map((_, edge) => {
    const number = numbers[tupleEdges.indexOf(edge)] as number;
    return operations.indexOf(tupleOperations[number] as Operation201);
  });
}
