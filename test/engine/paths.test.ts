import { describe, expect, it } from "vitest";
import { recipeOf, settingsFor } from "../../src/core/heuristics/index.ts";
import type { Network } from "../../src/core/network/network.ts";
import { createRandom } from "../../src/core/random.ts";
import type { TrainingRecipe } from "../../src/core/recipe.ts";
import { sampleArchitectures } from "../../src/core/sampledPaths.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { Architecture, SearchSpace } from "../../src/core/spaces/space.ts";
import { pathsOfStep } from "../../src/engine/paths.ts";

const space: SearchSpace = spaces[0];
const recipe = recipeOf(space, {});

/** Paths of a step, each network replaced by a token that tells its architecture. */
function draw(training: Partial<TrainingRecipe>, step = 1, seed = 1, accuracies: readonly number[] = []) {
  const moment = { progress: 1, images: () => Int32Array.of(5) };
  const tokens = new Map<Network, string>();
  const build = (architecture: Architecture): Network => {
    const token = { input: { height: 1, width: 1, channels: 1 }, operations: [], shapes: [] };
    tokens.set(token, architecture.join(""));
    return token;
  };
  const landmarks = accuracies.map((accuracy, index) => ({ architecture: [index, 3, 3, 3, 3, 3], accuracy }));
  const { paths, ranking } = pathsOfStep(
    space,
    recipe.network,
    { ...recipe.training, ...training },
    landmarks,
    build,
    seed,
    step,
    moment,
  );
  return { paths: paths.map((path) => ({ ...path, network: tokens.get(path.network) as string })), ranking };
}

describe("pathsOfStep", () => {
  it("is a function of seed and step", () => {
    expect(draw({}, 4, 2)).toEqual(draw({}, 4, 2));
    const steps = new Set(Array.from({ length: 20 }, (_, step) => draw({}, step).paths[0]?.network));
    expect(steps.size).toBeGreaterThan(15);
  });

  it("trains as many paths as asked for, at equal compute to FairNAS", () => {
    expect(draw({ pathsPerStep: 5 }).paths).toHaveLength(5);
    const fair = draw({ sampler: "fairnas" }).paths.map((path) => path.network);
    expect(fair).toHaveLength(5);
    for (let edge = 0; edge < 6; edge++)
      expect(
        fair
          .map((text) => text[edge])
          .sort()
          .join(""),
      ).toBe("01234");
  });

  it("puts the largest first and lets all others learn from it under the sandwich rule", () => {
    const { paths } = draw({ sandwich: true, pathsPerStep: 2 });
    expect(paths.map((path) => path.teacher)).toEqual([undefined, 0, 0, 0]);
    expect(paths[0]?.network).toBe("333333");
    expect(paths[1]?.network).toBe("111111");
  });

  it("ranks two landmarks of known order without a loss of their own", () => {
    for (let step = 0; step < 20; step++) {
      const { paths, ranking } = draw({ landmarkWeight: 0.5 }, step, 1, [0.1, 0.5, 0.9]);
      const [pair] = ranking;
      expect(pair).toBeDefined();
      if (!pair) continue;
      const [better, worse] = [paths[pair.better], paths[pair.worse]];
      expect(Number(better?.network[0])).toBeGreaterThan(Number(worse?.network[0]));
      expect([better?.weight, worse?.weight]).toEqual([0, 0]);
    }
    expect(draw({ landmarkWeight: 0.5 }, 1, 1, [0.5]).ranking).toEqual([]);
  });
});

const all: readonly SearchSpace[] = spaces;

describe.each(all.filter(({ judgedBy }) => judgedBy === undefined))("depth-balanced in $title", (space) => {
  it("draws every depth equally often, under every width", () => {
    for (const settings of [{ sampler: "depth" }, { sampler: "depth", width: "chunk" }]) {
      const { network, training } = recipeOf(space, { ...settings, paths: 16 });
      const random = createRandom(1);
      const counts = new Array<number>(space.maxDepth + 1).fill(0);
      const each = 160;
      for (let drawn = 0; drawn < each * counts.length; drawn += 16)
        for (const architecture of sampleArchitectures(space, network, training, random))
          counts[space.depth(architecture)]! += 1;
      // Five standard deviations of a count.
      for (const count of counts) expect(Math.abs(count - each)).toBeLessThan(5 * Math.sqrt(each));
    }
  });
});

describe.each(spaces)("sampling in $title", (space) => {
  const outputs = settingsFor(space).find(({ key }) => key === "outputs");
  const most = outputs?.kind === "number" ? outputs.max : 0;
  const asked = Array.from({ length: most + 1 }, (_, index) => index + 1);

  it.each(["random-nas", "random-a", "fairnas", "depth"])(
    "%s finds cells of every equal width there is",
    (sampler) => {
      for (const count of asked) {
        const { network, training } = recipeOf(space, { width: "equal", outputs: count, sampler });
        const found = sampleArchitectures(space, network, training, createRandom(count));
        expect(found.length).toBeGreaterThan(0);
        for (const architecture of found) expect(space.admits(architecture, network)).toBe(true);
      }
    },
  );

  it.each(["random-a", "depth"])("%s trains the encoding of a cell that is scored", (sampler) => {
    const { network, training } = recipeOf(space, { sampler, paths: 16 });
    const trained = [1, 2, 3].flatMap((seed) =>
      sampleArchitectures(space, network, training, createRandom(seed)),
    );
    expect(trained.map(space.print)).toEqual(trained.map((one) => space.print(space.representative(one))));
  });
});
