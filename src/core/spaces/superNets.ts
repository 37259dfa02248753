/** @file The super-nets of the spaces as they are drawn; none of it is part of what the page loads first. */
import { dartsSuperNet } from "./darts/superNet.ts";
import { nasbench101Full } from "./nasbench101/index.ts";
import { nasbench101SuperNet } from "./nasbench101/superNet.ts";
import { nasbench201SuperNet } from "./nasbench201/superNet.ts";
import type { SuperNet } from "./superNet.ts";

const superNets: Readonly<Record<string, SuperNet>> = {
  nasbench201: nasbench201SuperNet,
  nasbench101: nasbench101SuperNet(5),
  [nasbench101Full.id]: nasbench101SuperNet(7),
  darts: dartsSuperNet,
};

/** @param id of a space; `undefined` for one that is unknown */
export const superNetOf = (id: string): SuperNet | undefined => superNets[id];
