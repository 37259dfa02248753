import { expect, it } from "vitest";
import { defaultConfig } from "../../src/core/config.ts";
import { defaultsFor, settingSpec } from "../../src/core/heuristics/index.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { runNames } from "../../src/ui/runNames.ts";

const [space, other] = spaces;
const run = (
  settings: Record<string, string | number | boolean>,
  seed = 1,
  of: (typeof spaces)[number] = space,
) => ({
  config: { ...defaultConfig(), space: of.id, seed, settings },
  defaults: defaultsFor(of),
  space: of.title,
  images: "Fashion-MNIST",
});

it("runs are called by what differs between them alone", () => {
  expect(runNames([run({ lr: 0.1 }), run({ lr: 0.1, sampler: "fairnas" })], settingSpec)).toEqual([
    "Sampler Random-A",
    "Sampler FairNAS",
  ]);
  expect(runNames([run({}), run({}, 2)], settingSpec)).toEqual(["seed 1", "seed 2"]);
  expect(runNames([run({}), run({}, 1, other)], settingSpec)).toEqual([space.title, other.title]);
  expect(runNames([run({})], settingSpec)).toEqual(["the present settings"]);
  expect(runNames([run({}), run({}), run({}, 2), run({})], settingSpec)).toEqual([
    "seed 1",
    "seed 1 (2)",
    "seed 2",
    "seed 1 (3)",
  ]);
  expect(runNames([run({ lr: 0.1 })], settingSpec)).toEqual(["Learning rate 0.1"]);
  const own = run({ lr: 0.1 });
  const onOwn = { ...own, config: { ...own.config, dataset: "own" }, images: "CIFAR-10, own copy" };
  expect(runNames([run({}), onOwn], settingSpec)).toEqual([
    "Fashion-MNIST · Learning rate 0.05",
    "CIFAR-10, own copy · Learning rate 0.1",
  ]);
});
