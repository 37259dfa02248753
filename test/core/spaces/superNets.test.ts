/** @file The drawn super-nets against the networks that are really built: an operation is trained where its weights are among them. */
import { describe, expect, it } from "vitest";
import { recipeOf } from "../../../src/core/heuristics/index.ts";
import { parametersOf } from "../../../src/core/network/network.ts";
import { createRandom } from "../../../src/core/random.ts";
import { spaces } from "../../../src/core/spaces/index.ts";
import type { Architecture, SearchSpace } from "../../../src/core/spaces/space.ts";
import { superNetOf } from "../../../src/core/spaces/superNets.ts";

const input = { height: 8, width: 8, channels: 1 };

/** Per space, from the name of a weight to the title of its place and the beginning of its operation's name. */
const meanings: Readonly<
  Record<string, (name: string) => readonly [place: string, operation: string] | undefined>
> = {
  nasbench201(name) {
    const [, from, to, operation] = /^stage0\/cell0\/(\d)-(\d)\/(\w+)\//.exec(`${name}/`) ?? [];
    return operation ? [`node ${from} → node ${to}`, operation] : undefined;
  },
  nasbench101(name) {
    const [, vertex, what] = /^stack0\/cell0\/(vertex\d|output)\/(conv\dx\d|projection)\//.exec(name) ?? [];
    if (!what || !vertex) return undefined;
    const title = vertex.replace("vertex", "vertex ");
    return what === "projection"
      ? [`input → ${title}`, "edge"]
      : [`operation of ${title}`, `${what}-bn-relu`];
  },
  darts(name) {
    const [, cell, from, to, operation] = /^cell([01])\/(\d)-(\d)\/(\w+?)\//.exec(name) ?? [];
    if (!operation) return undefined;
    return [`${cell === "0" ? "Normal" : "Reduction"} cell, node ${from} → node ${to}`, operation];
  },
};

function isWeighted(operation: string, place: string): boolean {
  if (/^none|pool/.test(operation)) return false;
  // An edge of NASBench-101 has weights where it starts at the input, a skip connection where it halves the image.
  if (operation === "edge") return place.startsWith("input");
  return operation !== "skip_connect" || /Reduction cell, node [01] /.test(place);
}

describe.each(spaces as readonly SearchSpace[])("$id", (space) => {
  const superNet = superNetOf(space.id)!;
  const recipe = recipeOf(space, { channels: 4, cells: 1, width: "own" }).network;
  const meaning = meanings[space.id.replace("-full", "")]!;
  const random = createRandom(5);
  const drawn: Architecture[] = Array.from({ length: 60 }, () => space.sampleNaive(random));

  it("trains the operations whose weights the network has", () => {
    const seen = new Set<string>();
    for (const architecture of drawn) {
      const names = parametersOf(space.build(architecture, recipe, input, 10)).map(({ name }) => name);
      const built = new Set(names.flatMap((name) => meaning(name)?.join(": ") ?? []));
      const told = superNet.choicesOf(architecture).flatMap((choice, place) => {
        const { title, choices } = superNet.places[place]!;
        const operation = choice === undefined ? undefined : choices[choice]!;
        if (operation === undefined || !isWeighted(operation, title)) return [];
        return [`${title}: ${operation}`];
      });
      expect([...built].sort()).toEqual(told.sort());
      for (const one of told) seen.add(one);
    }
    expect(seen.size).toBeGreaterThan(8);
  });

  it("knows of every weight which operations own it, also where they share", () => {
    for (const placement of space.traits.placementChoice
      ? (["edge", "node", "slot"] as const)
      : ["edge" as const])
      for (const architecture of drawn.slice(0, 20)) {
        const shared = { ...recipe, placement, cells: 2 };
        const names = parametersOf(space.build(architecture, shared, input, 10)).map(({ name }) => name);
        const owned = names.flatMap((name) => superNet.ownersOf(name, shared));
        const keys = new Set(owned.map(({ place, choice }) => `${place} ${choice}`));
        const onWay = superNet.choicesOf(architecture).flatMap((choice, place) => {
          const { title, choices } = superNet.places[place]!;
          if (choice === undefined || !isWeighted(choices[choice]!, title)) return [];
          return [`${place} ${choice}`];
        });
        if (placement === "edge") expect([...keys].sort()).toEqual(onWay.sort());
        else for (const key of onWay) expect(keys).toContain(key);
      }
  });

  it.each(["kernel", "all"] as const)(
    "gives what a small kernel takes of a large one to both, where they share %s",
    (nestedSharing) => {
      const nested = { ...recipe, nestedKernels: true, nestedSharing };
      const operationsOf = (name: string): string[] =>
        superNet.ownersOf(name, nested).map(({ place, choice }) => superNet.places[place]!.choices[choice]!);
      const seen = new Set<string>();
      for (const architecture of drawn)
        for (const { name } of parametersOf(space.build(architecture, nested, input, 10))) {
          const owners = operationsOf(name).filter((one) => /conv/.test(one));
          if (!/conv_?(3x3|5x5)\/|conv_5x5\//.test(`${name}/`) || owners.length === 0) continue;
          const isLarge = space.id === "darts" ? /5x5/.test(name) : /3x3/.test(name);
          const isBehind = /norm|pointwise/.test(name);
          const isShared = isLarge && (nestedSharing === "all" || !isBehind);
          expect(owners, name).toHaveLength(isShared ? 2 : 1);
          seen.add(`${isShared} ${isBehind}`);
        }
      expect(seen).toContain("true false");
      expect(seen).toContain(nestedSharing === "all" ? "true true" : "false true");
    },
  );

  it("puts every place on one node or edge of a cell, whose edges go forwards", () => {
    const placed = superNet.cells.flatMap(({ nodes, edges }) =>
      [...nodes, ...edges].flatMap(({ place }) => place ?? []),
    );
    expect(placed.sort((a, b) => a - b)).toEqual(superNet.places.map((_, place) => place));
    for (const { nodes, edges } of superNet.cells)
      for (const { from, to } of edges) {
        const at = (wanted: string): number => nodes.findIndex(({ id }) => id === wanted);
        expect(at(from)).toBeGreaterThanOrEqual(0);
        expect(at(to)).toBeGreaterThan(at(from));
      }
  });
});
