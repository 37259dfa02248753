/** @file Recognises an architecture in the notations that tables use, and finds its canonical key. */
import type { SearchSpace } from "../spaces/space.ts";

export interface Recognised {
  readonly key: string;
  /** In the space's own notation. */
  readonly text: string;
}

/** Reads one architecture; `undefined` for what is none of the space. */
export function recogniseArchitecture(written: string, space: SearchSpace): Recognised | undefined {
  const architecture = space.parse(written);
  return architecture && { key: space.canonical(architecture), text: space.print(architecture) };
}
