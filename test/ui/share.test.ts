import { expect, it } from "vitest";
import { terminalCommand } from "../../src/ui/dialogs/ShareDialog.tsx";

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
});
