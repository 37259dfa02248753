/** @file Per space, two encodings of one and the same function; a new space must say how it makes them. */
import type { Random } from "../../../src/core/random.ts";
import { decode as decodeDarts, encodeCell } from "../../../src/core/spaces/darts/encoding.ts";
import { darts } from "../../../src/core/spaces/darts/index.ts";
import {
  ordersOf as ordersOfNodes,
  reordered as reorderedNodes,
} from "../../../src/core/spaces/darts/isomorphism.ts";
import type { spaces } from "../../../src/core/spaces/index.ts";

type SpaceId = (typeof spaces)[number]["id"];

import { decode, encode } from "../../../src/core/spaces/nasbench101/graph.ts";
import { nasbench101Full, nasbench101Small } from "../../../src/core/spaces/nasbench101/index.ts";
import { ordersOf, reordered } from "../../../src/core/spaces/nasbench101/isomorphism.ts";
import { operations } from "../../../src/core/spaces/nasbench201/encoding.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import type { Architecture, SearchSpace } from "../../../src/core/spaces/space.ts";

type Pair = readonly [Architecture, Architecture];

const one = <T>(items: readonly T[], random: Random): T => items[random.below(items.length)] as T;

/** A random valid encoding, vertices that lead nowhere included, and the same with its vertices numbered in another order. */
function vertices(space: SearchSpace, size: number, random: Random): Pair {
  for (;;) {
    const architecture = space.decisions.map(({ choices }) => random.below(choices.length));
    if (!space.isValid(architecture)) continue;
    const graph = decode(architecture, size);
    return [architecture, encode(reordered(graph, one(ordersOf(graph), random)), size)];
  }
}

/**
 * A skip makes node 1 the input again, so operations on the two may change places. (Nodes 1 and 2 may not: with nothing between them
 * the published rule still counts the zero that node 2 adds.)
 */
function nodes201(random: Random): Pair {
  const skip = operations.indexOf("skip_connect");
  const [, b, c, d, e, f] = nasbench201.sampleNaive(random);
  return [
    [skip, b, c, d, e, f],
    [skip, c, b, e, d, f],
  ] as Pair;
}

/** The inner nodes of both cells in other orders. */
function nodesDarts(random: Random): Pair {
  const architecture = darts.sampleNaive(random);
  const cells = decodeDarts(architecture).map((cell) =>
    encodeCell(reorderedNodes(cell, one(ordersOfNodes(cell), random))),
  );
  return [architecture, cells.flatMap((choices) => choices as number[])];
}

export const isomorphicPairs: Readonly<Record<SpaceId, (random: Random) => Pair>> = {
  nasbench201: nodes201,
  nasbench101: (random) => vertices(nasbench101Small, 5, random),
  "nasbench101-full": (random) => vertices(nasbench101Full, 7, random),
  darts: nodesDarts,
};
