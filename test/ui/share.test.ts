import { expect, it } from "vitest";
import { terminalCommand } from "../../src/ui/dialogs/ShareDialog.tsx";
import { runFileName } from "../../src/ui/runFileName.ts";

it("the terminal command names space, seed, and what differs", () => {
  const config = {
    space: "nasbench201",
    dataset: "fashion-mnist",
    seed: 7,
    settings: { lr: 0.1, affine: false },
  };
  expect(terminalCommand(config)).toBe(
    "npx supernet-lab run --space nasbench201 --seed 7 --set lr=0.1 affine=0",
  );
  expect(terminalCommand({ ...config, settings: {} })).toBe(
    "npx supernet-lab run --space nasbench201 --seed 7",
  );
  const own = { ...config, dataset: "own-32x32x3-10-10000-2000-4000-0123456789abcdef" };
  expect(terminalCommand(own, { link: "https://lab.example/#v=2", hasTable: true })).toBe(
    'npx supernet-lab run "https://lab.example/#v=2" --images IMAGES --table TABLE',
  );
});

it("an exported file is called after its run, within what a list of files shows", () => {
  const config = {
    space: "darts",
    dataset: "fashion-mnist",
    seed: 7,
    settings: { sampler: "fairnas", lr: 0.1 },
  };
  expect(runFileName({ config, step: 300 })).toBe("super-net-darts-sampler-fairnas-lr-0.1-seed-7-step-300");
  const changed = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`setting${index}`, "a b/c"]));
  const long = runFileName({ config: { ...config, settings: changed }, step: 300 });
  expect(long).toMatch(/^super-net-darts-setting0-a_b_c-[\w.-]+-seed-7-step-300$/);
  expect(long.length).toBe(100);
});
