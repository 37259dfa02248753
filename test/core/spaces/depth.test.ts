/** @file Depth of architectures against a walk along every path of their drawings, and what is drawn at a depth. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import { cellDepth, cellShares } from "../../../src/core/spaces/darts/depth.ts";
import { decode } from "../../../src/core/spaces/darts/encoding.ts";
import { darts } from "../../../src/core/spaces/darts/index.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import {
  listedGraphs,
  nasbench101Full,
  nasbench101Small,
} from "../../../src/core/spaces/nasbench101/index.ts";
import { printGraph } from "../../../src/core/spaces/nasbench101/notation.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import type { Architecture, CellGraph, SearchSpace } from "../../../src/core/spaces/space.ts";
import { enumerate } from "./enumerate.ts";

/** Convolutions on every path from an input to the last node, one number a path. */
function chains({ nodes, edges }: CellGraph, inputs: readonly string[]): number[] {
  const isConvolution = (operation = ""): number => (/conv/.test(operation) ? 1 : 0);
  const last = nodes.at(-1)!.id;
  const found: number[] = [];
  const walk = (id: string, count: number): void => {
    const here = count + isConvolution(nodes.find((node) => node.id === id)?.operation);
    if (id === last) found.push(here);
    for (const edge of edges) if (edge.from === id) walk(edge.to, here + isConvolution(edge.operation));
  };
  for (const input of inputs) walk(input, 0);
  return found;
}

const bruteForce = (space: SearchSpace, architecture: Architecture): number =>
  space
    .graphs(architecture)
    .map((graph) => Math.max(0, ...chains(graph, space.id === darts.id ? ["0", "1"] : ["0"])))
    .reduce((sum, deepest) => sum + deepest, 0);

const small: Architecture[] = listedGraphs().map((graph) => nasbench101Small.parse(printGraph(graph))!);
const drawn = (space: SearchSpace, count: number): Architecture[] => {
  const random = createRandom(4);
  return Array.from({ length: count }, () => space.sampleNaive(random));
};

describe.each([
  { space: nasbench201, all: [...enumerate(nasbench201)] },
  { space: nasbench101Small, all: small },
  { space: nasbench101Full, all: drawn(nasbench101Full, 300) },
  { space: darts, all: drawn(darts, 300) },
])("depth in $space.title", ({ space, all }) => {
  it("is the largest number of convolutions on a path", () => {
    for (const architecture of all)
      expect(space.depth(architecture), space.print(architecture)).toBe(bruteForce(space, architecture));
  });

  it("is at most what the space says", () => {
    expect(Math.max(...all.map(space.depth))).toBeLessThanOrEqual(space.maxDepth);
  });
});

it.each([
  ["|nor_conv_3x3~0|+|none~0|nor_conv_1x1~1|+|skip_connect~0|none~1|nor_conv_3x3~2|", 3],
  ["|none~0|+|none~0|nor_conv_1x1~1|+|none~0|nor_conv_3x3~1|nor_conv_3x3~2|", 0],
  ["|avg_pool_3x3~0|+|none~0|nor_conv_1x1~1|+|none~0|none~1|skip_connect~2|", 1],
])("NAS-Bench-201: %s is %i deep", (text, deep) => {
  expect(nasbench201.depth(nasbench201.parse(text)!)).toBe(deep);
});

const all: readonly SearchSpace[] = spaces;

describe.each(all)("cells of a depth in $title", (space) => {
  // The whole NASBench-101 is too large to find its rarest cells at once (see sampleNear).
  const slack = space.judgedBy === undefined ? 0 : 2;

  it("are valid and of this depth", () => {
    const random = createRandom(5);
    for (let depth = 0; depth <= space.maxDepth; depth++)
      for (let draw = 0; draw < 10; draw++) {
        const architecture = space.sampleOfDepth(depth, random, () => true);
        expect(space.isValid(architecture)).toBe(true);
        expect(Math.abs(space.depth(architecture) - depth)).toBeLessThanOrEqual(slack);
      }
  });

  it("are a function of the random stream", () => {
    const draw = (): Architecture => space.sampleOfDepth(2, createRandom(9), () => true);
    expect(draw()).toEqual(draw());
  });
});

it.each([
  { space: nasbench201, depth: 0, cells: 145 },
  { space: nasbench101Small, depth: 0, cells: 1 + 2 + 10 + 97 },
])(
  "every one of $cells cells of depth $depth in $space.title comes equally often",
  ({ space, depth, cells }) => {
    const random = createRandom(6);
    const counts = new Map<string, number>();
    const each = 60;
    for (let draw = 0; draw < each * cells; draw++) {
      const key = space.canonical(space.sampleOfDepth(depth, random, () => true));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(cells);
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - each) ** 2 / each, 0);
    // Chi-square with cells − 1 degrees of freedom: mean and five standard deviations.
    expect(chi).toBeLessThan(cells - 1 + 5 * Math.sqrt(2 * (cells - 1)));
  },
);

describe("DARTS", () => {
  it("has unique cells of each depth in the recorded shares", () => {
    const random = createRandom(7);
    const depths = Array.from({ length: 1000 }, () =>
      decode(darts.sampleUnique(random)).map(cellDepth),
    ).flat();
    for (const [depth, share] of cellShares.entries()) {
      const found = depths.filter((other) => other === depth).length / depths.length;
      expect(Math.abs(found - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / depths.length));
    }
  });

  it("splits a depth over its cells as uniform architectures of it do", () => {
    const random = createRandom(8);
    const count = 800;
    const splits = Array.from({ length: count }, () =>
      decode(darts.sampleOfDepth(2, random)).map(cellDepth).join("+"),
    );
    const [none, one, two] = cellShares;
    const share = one ** 2 / (one ** 2 + 2 * none * two);
    const even = splits.filter((split) => split === "1+1").length / count;
    expect(Math.abs(even - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / count));
    expect(new Set(splits)).toEqual(new Set(["0+2", "1+1", "2+0"]));
  });
});
