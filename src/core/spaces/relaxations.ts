/** @file The continuous relaxations of the spaces that have one; none of it is part of what the page loads first. */
import { dartsRelaxation } from "./darts/relaxation.ts";
import { nasbench201Relaxation } from "./nasbench201/relaxation.ts";
import type { Relaxation } from "./relaxation.ts";

const relaxations: Readonly<Record<string, Relaxation>> = {
  nasbench201: nasbench201Relaxation,
  darts: dartsRelaxation,
};

/** @param id of a space; `undefined` where no place of a fixed wiring carries an operation */
export const relaxationOf = (id: string): Relaxation | undefined => relaxations[id];
