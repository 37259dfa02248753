/** @file The search spaces of the lab, in the order they are offered. A new space is one folder and one line here. */
import { darts } from "./darts/index.ts";
import { nasbench101Full, nasbench101Small } from "./nasbench101/index.ts";
import { nasbench201 } from "./nasbench201/index.ts";
import type { SearchSpace } from "./space.ts";

export const spaces = [
  nasbench201,
  nasbench101Small,
  nasbench101Full,
  darts,
] as const satisfies readonly SearchSpace[];

/** The space called `id`, or `undefined`. */
export function spaceById(id: string): SearchSpace | undefined {
  return spaces.find((space) => space.id === id);
}
