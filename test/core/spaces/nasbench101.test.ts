import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/core/random.ts";
import {
  countEdges,
  countWired,
  decode,
  pruned,
  type VertexGraph,
} from "../../../src/core/spaces/nasbench101/graph.ts";
import { publishedHash } from "../../../src/core/spaces/nasbench101/hash.ts";
import {
  listedGraphs,
  nasbench101Full,
  nasbench101Small,
} from "../../../src/core/spaces/nasbench101/index.ts";
import {
  classOf,
  ordersOf,
  reordered,
  sampleUniqueGraph,
  uniqueGraphs,
} from "../../../src/core/spaces/nasbench101/isomorphism.ts";
import { md5 } from "../../../src/core/spaces/nasbench101/md5.ts";
import { parseGraph } from "../../../src/core/spaces/nasbench101/notation.ts";
import { vertexWidths } from "../../../src/core/spaces/nasbench101/widths.ts";
import { chiSquareExcess, tally } from "./baseline.ts";

const both = [nasbench101Small, nasbench101Full];
const graph = (text: string): VertexGraph => {
  const parsed = parseGraph(text);
  if (!parsed) throw new Error(`not a graph: ${text}`);
  return parsed;
};
const sizeOf = (space: (typeof both)[number]): number => (space === nasbench101Small ? 5 : 7);

describe("MD5", () => {
  it("gives the digests of RFC 1321, section A.5", () => {
    expect(md5("")).toBe("d41d8cd98f00b204e9800998ecf8427e");
    expect(md5("abc")).toBe("900150983cd24fb0d6963f7d28e17f72");
    expect(md5("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")).toBe(
      "d174ab98d277d9f5a5611c2c9f419d9f",
    );
    expect(md5("1234567890".repeat(8))).toBe("57edf4a22be3c955ac49da2e2107b67a");
  });
});

describe("the published hash", () => {
  it.each([
    ["input to output", "0100;input,output", "043721b9c7fe8c5fad811d47d83132ec"],
    ["one conv3x3", "010001000;input,conv3x3-bn-relu,output", "b49ac8c578b4561d79ac7087988f1c61"],
    ["one conv1x1", "010001000;input,conv1x1-bn-relu,output", "d1269d9156ddc027c40473008192958a"],
    ["one maxpool", "010001000;input,maxpool3x3,output", "53cee42601ad14d661bb6878031d6acb"],
    [
      "conv3x3 and input to output",
      "011001000;input,conv3x3-bn-relu,output",
      "d32d0b26d534203b48d866facd98cc3e",
    ],
    [
      "a diamond of conv1x1 and maxpool",
      "0110000100010000;input,conv1x1-bn-relu,maxpool3x3,output",
      "ac9bd0e2514c031187b612db767fb038",
    ],
  ])("names %s as NASBench-101 does", (_, text, hash) => {
    expect(publishedHash(graph(text))).toBe(hash);
    for (const space of both) {
      const architecture = space.parse(text);
      expect(architecture && space.canonical(architecture)).toBe(hash);
      expect(space.parse(hash) && space.print(space.parse(hash)!)).toBe(text);
    }
  });

  it("is the same for every admissible numbering of the vertices, and whatever hangs off the paths", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(119), (seed, pick) => {
        const architecture = nasbench101Full.sampleNaive(createRandom(seed));
        const cell = pruned(decode(architecture, 7))!;
        const orders = ordersOf(cell);
        const other = reordered(cell, orders[pick % orders.length]!);
        expect(publishedHash(other)).toBe(publishedHash(cell));
        expect(classOf(other)).toEqual(classOf(cell));
        if (cell.vertices < 7) {
          // Vertex 5 is unused in a smaller cell: feed it from the input.
          const dangling = [...architecture];
          dangling[4] = 1;
          expect(nasbench101Full.canonical(dangling)).toBe(publishedHash(cell));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("enumeration", () => {
  it("finds 1, 7, 91 and 2,532 cells with up to 2, 3, 4 and 5 vertices", () => {
    const hashes = new Set<string>();
    const counts = [2, 3, 4, 5].map((vertices) => {
      for (const cell of uniqueGraphs(vertices)) hashes.add(publishedHash(cell));
      return hashes.size;
    });
    expect(counts).toEqual([1, 7, 91, 2532]);
    expect(listedGraphs()).toHaveLength(nasbench101Small.uniqueCount!);
    expect(nasbench101Full.uniqueCount).toBe(423624);
  });

  it("lists the representative of each class", () => {
    for (const cell of [...uniqueGraphs(4)]) expect(classOf(cell).representative).toEqual(cell);
  });
});

describe("the encoding", () => {
  it("reads the variants that people write", () => {
    const expected = nasbench101Small.parse("010001000;input,conv1x1-bn-relu,output");
    for (const text of [
      "101;conv1x1",
      "[[0,1,0],[0,0,1],[0,0,0]];['input', 'conv1x1-bn-relu', 'output']",
      "010 001 000; 1",
      " 010001000;input,conv1x1,output ",
    ])
      expect(nasbench101Small.parse(text)).toEqual(expected);
  });

  it("prunes text with more vertices than the space has", () => {
    // Seven vertices, of which 3, 4 and 5 are fed but lead nowhere.
    const matrix = ["0111110", "0000001", "0000001", "0000000", "0000000", "0000000", "0000000"].join("");
    const text = `${matrix};conv3x3,maxpool,conv1x1,conv1x1,conv1x1`;
    expect(nasbench101Small.print(nasbench101Small.parse(text)!)).toBe(
      "0110000100010000;input,conv3x3-bn-relu,maxpool3x3,output",
    );
  });

  it("refuses text that is not a cell of the space", () => {
    for (const text of [
      "",
      "0100",
      "0000;input,output",
      "0110;input,output",
      "010001000;input,conv5x5,output",
      "010001000;input,conv3x3-bn-relu",
      "01000100;0",
      "d41d8cd98f00b204e9800998ecf8427e",
      `${"1".repeat(10)};0,0,0`,
    ])
      expect(nasbench101Small.parse(text), text).toBeUndefined();
    const linear7 = `${"0100000 0010000 0001000 0000100 0000010 0000001 0000000"};0,0,0,0,0`;
    expect(nasbench101Small.parse(linear7)).toBeUndefined();
    expect(nasbench101Full.parse(linear7)).toBeDefined();
  });

  it("is invalid without a path from input to output and with more than nine edges", () => {
    const none = nasbench101Small.decisions.map(() => 0);
    expect(nasbench101Small.isValid(none)).toBe(false);
    expect(nasbench101Small.isValid([...new Array<number>(10).fill(1), 0, 0, 0])).toBe(false);
    expect(nasbench101Small.isValid([0, ...new Array<number>(9).fill(1), 0, 0, 0])).toBe(true);
    expect(nasbench101Small.isValid([...nasbench101Small.parse("0100;")!.slice(0, 12), 3])).toBe(false);
  });

  it("draws operations on vertices", () => {
    const [cell] = nasbench101Full.graphs(nasbench101Full.parse("0110000100010000;1,2")!);
    expect(cell!.nodes.map((node) => node.operation)).toEqual([
      undefined,
      "conv1x1-bn-relu",
      "maxpool3x3",
      undefined,
    ]);
    expect(cell!.edges.map(({ from, to }) => from + to)).toEqual(["01", "02", "13", "23"]);
  });
});

describe("vertices wired to the output", () => {
  it("are at most three of five vertices", () => {
    expect(Math.max(...listedGraphs().map(countWired))).toBe(nasbench101Small.traits.maxOutputs);
  });

  it("are at most four in the whole space: five take ten edges", () => {
    const { maxOutputs } = nasbench101Full.traits;
    expect(maxOutputs).toBe(4);
    const four = `${"011110 000001 000001 000001 000001 000000"};0,0,0,0`;
    expect(countWired(graph(four))).toBe(4);
    expect(nasbench101Full.parse(four)).toBeDefined();
    // All wirings of seven vertices whose five inner ones are wired to the output.
    for (let code = 0; code < 2 ** 15; code++) {
      let bits = code;
      const sources = Array.from({ length: 6 }, (_, to) => {
        const mask = bits & ((1 << to) - 1);
        bits >>= to;
        return mask;
      });
      const whole = { vertices: 7, sources: [...sources, 0b111110], operations: [0, 0, 0, 0, 0] };
      if (pruned(whole)?.vertices === 7) expect(countEdges(whole)).toBeGreaterThan(9);
    }
  });
});

describe("sampling", () => {
  it.each(both)("$title: samples are valid and pruned", (space) => {
    const random = createRandom(1);
    for (let i = 0; i < 60; i++)
      for (const architecture of [
        space.sampleNaive(random),
        space.sampleUnique(random),
        ...space.sampleFair(random),
      ]) {
        expect(space.isValid(architecture)).toBe(true);
        const text = space.print(architecture);
        expect(space.parse(text)).toEqual(architecture);
        expect(pruned(graph(text))).toEqual(graph(text));
      }
  });

  it("Random-A is uniform over the unique cells, listed or by rejection", () => {
    const random = createRandom(2);
    const all = [2, 3, 4].flatMap((vertices) => [...uniqueGraphs(vertices)]).map(publishedHash);
    const drawn = Array.from({ length: 91 * 20 }, () => publishedHash(sampleUniqueGraph(4, random)));
    expect(chiSquareExcess(tally(drawn, all))).toBeLessThan(4);
    const listed = listedGraphs().map((cell) =>
      nasbench101Small.print(nasbench101Small.parse(publishedHash(cell))!),
    );
    const texts = Array.from({ length: 2532 * 4 }, () =>
      nasbench101Small.print(nasbench101Small.sampleUnique(random)),
    );
    expect(chiSquareExcess(tally(texts, listed))).toBeLessThan(4);
  });

  it("Random-A draws cells of six and seven vertices as often as there are", () => {
    const random = createRandom(5);
    const draws = 3000;
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < draws; i++) counts[sampleUniqueGraph(7, random).vertices - 2]! += 1;
    // χ² over five or less, six and seven vertices: two degrees of freedom, 99.99 % quantile 18.4.
    const expected = [2532, 62_010, 359_082].map((count) => (count / 423_624) * draws);
    const found = [counts.slice(0, 4).reduce((sum, count) => sum + count, 0), counts[4]!, counts[5]!];
    const chiSquare = found.reduce((sum, count, k) => sum + (count - expected[k]!) ** 2 / expected[k]!, 0);
    expect(chiSquare).toBeLessThan(18.4);
  });

  it("Random-NAS is not: cells with many encodings come up more often", () => {
    const random = createRandom(3);
    const all = listedGraphs();
    const draws = 2532;
    const drawn = Array.from({ length: draws }, () =>
      nasbench101Small.canonical(nasbench101Small.sampleNaive(random)),
    );
    expect(chiSquareExcess(tally(drawn, all.map(publishedHash)))).toBeGreaterThan(50);
    const inputToOutput = drawn.filter((hash) => hash === "043721b9c7fe8c5fad811d47d83132ec").length;
    expect(inputToOutput / draws).toBeGreaterThan(20 / 2532);
  });

  it.each(both)("FairNAS, $title: one wiring, every operation once per vertex", (space) => {
    const random = createRandom(4);
    for (let i = 0; i < 40; i++) {
      const cells = space
        .sampleFair(random)
        .map((architecture) => pruned(decode(architecture, sizeOf(space)))!);
      expect(cells).toHaveLength(3);
      for (const cell of cells) expect(cell.sources).toEqual(cells[0]!.sources);
      for (let vertex = 0; vertex < cells[0]!.vertices - 2; vertex++)
        expect(cells.map((cell) => cell.operations[vertex]!).sort()).toEqual([0, 1, 2]);
    }
  });
});

describe("vertex widths", () => {
  // The vectors of nasbench/tests/model_builder_test.py.
  const linear = graph("0100001000010000;0,0");
  const split = graph("0110000100010000;0,0");
  const fan = graph(`${"01110 00001 00001 00001 00000"};0,0,0`);
  const tree = graph(`${"01000 00110 00001 00001 00000"};0,0,0`);
  const mixed = graph(`${"01010 00101 00010 00001 00000"};0,0,0`);
  it.each([
    [linear, 8, 16, [8, 16, 16, 16]],
    [linear, 16, 8, [16, 8, 8, 8]],
    [graph("0100;"), 1, 5, [1, 5]],
    [split, 8, 8, [8, 4, 4, 8]],
    [split, 8, 15, [8, 8, 7, 15]],
    [fan, 8, 8, [8, 3, 3, 2, 8]],
    [fan, 8, 15, [8, 5, 5, 5, 15]],
    [tree, 8, 8, [8, 4, 4, 4, 8]],
    [tree, 8, 9, [8, 5, 5, 4, 9]],
    [mixed, 8, 8, [8, 4, 4, 4, 8]],
    [mixed, 8, 15, [8, 8, 7, 7, 15]],
  ] as const)("are the published ones (%#)", (cell, inputs, outputs, expected) => {
    expect(vertexWidths(cell, inputs, outputs)).toEqual(expected);
  });
});
