/** @file Recognises an architecture in the notations that tables use, and finds its canonical key. */
import type { SearchSpace } from "../spaces/space.ts";

export interface Recognised {
  readonly key: string;
  /** In the space's own notation. */
  readonly text: string;
}

/** Reads one architecture; `undefined` for what is none of the space. */
export function recogniseArchitecture(written: string, space: SearchSpace): Recognised | undefined {
  const text = written.trim();
  const architecture = space.parse(space.id === "nasbench201" ? (fromTuple201(text) ?? text) : text);
  return architecture && { key: space.canonical(architecture), text: space.print(architecture) };
}

const tupleOperations = ["skip_connect", "none", "nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3"];
/** Entries of the tuple are the edges (1,2)(1,3)(1,4)(2,3)(2,4)(3,4); here they stand in the order of the string. */
const slots = [0, 1, 3, 2, 4, 5];

/** NAS-Bench-Suite-Zero's `(4, 0, 3, 1, 4, 3)` as a NAS-Bench-201 string. */
function fromTuple201(text: string): string | undefined {
  const match = /^[([]\s*([0-4](?:\s*,\s*[0-4]){5})\s*[)\]]$/.exec(text);
  if (!match) return undefined;
  const choices = (match[1] as string).split(",").map(Number);
  const operations: string[] = [];
  for (const [i, slot] of slots.entries()) operations[slot] = tupleOperations[choices[i] as number] as string;
  const [a, b, c, d, e, f] = operations;
  return `|${a}~0|+|${b}~0|${c}~1|+|${d}~0|${e}~1|${f}~2|`;
}
