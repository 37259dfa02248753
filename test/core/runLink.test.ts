/** @file The link of a run in what is saved of it: as it went, not as it ended. */
import { expect, it } from "vitest";
import { defaultView } from "../../src/core/linkView.ts";
import { linkOfRun } from "../../src/core/runLink.ts";
import { type Run, startingRun } from "../../src/core/runState.ts";
import { scoresCsv } from "../../src/core/scoresCsv.ts";
import { fromLink } from "../../src/core/shareLink.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";

const pool = [
  "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_3x3~2|",
];
const begun = startingRun(
  { space: "nasbench201", dataset: "fashion-mnist-14", seed: 3, settings: { lr: 0.025 } },
  pool,
);
const changed: Run = {
  ...begun,
  config: { ...begun.config, settings: { lr: 0.1 } },
  changes: [{ step: 300, key: "lr", from: 0.025, to: 0.1, effect: "nextStep" }],
};

it("makes the changes that the run made, at the same steps", () => {
  expect(fromLink(linkOfRun(begun, defaultView) ?? "").link).toMatchObject({ config: begun.config });
  const link = linkOfRun(changed, defaultView) ?? "";
  expect(link).toContain("changes=300-lr-0.1");
  expect(fromLink(link).link.config.settings).toEqual({ lr: 0.025 });
  expect(scoresCsv(changed, nasbench201)).toContain(link);
});

it("is not there where none trains it again", () => {
  const recovered = { ...changed, recoveries: [{ step: 200, backend: "WASM", reason: "lost" }] };
  expect(linkOfRun(recovered, defaultView)).toBeUndefined();
  expect(scoresCsv(recovered, nasbench201)).not.toContain("#v=2");
});
