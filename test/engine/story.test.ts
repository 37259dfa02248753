/** @file A run that was changed on the way, trained again from its link: on WASM the same to the bit at the same step. */
import { expect, it } from "vitest";
import { readCheckpoint, writeCheckpoint } from "../../src/core/checkpointFile.ts";
import { settingsDiff } from "../../src/core/config.ts";
import { readChanges, storyOf } from "../../src/core/linkStory.ts";
import { defaultView } from "../../src/core/linkView.ts";
import type { RunEvent } from "../../src/core/run.ts";
import { type Run, reduceRun } from "../../src/core/runState.ts";
import type { Settings } from "../../src/core/settings.ts";
import { fromLink, toLink } from "../../src/core/shareLink.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import { openSession, resumeSession } from "../../src/engine/openSession.ts";
import type { Session } from "../../src/engine/session.ts";
import { bitsOf, configOf, environment, evaluationSetOf } from "./resumed.ts";

const config = configOf(nasbench201, { paths: 2, ema: 0.9, clip: 3 });
const judged = { ...environment, judge: evaluationSetOf(nasbench201, config) };

/** What a user changes after which step, in which unit of work after it; twice at once, back and forth, and when all is done. */
const lived: readonly (readonly [step: number, unit: number, change: Settings])[] = [
  [5, 0, { lr: 0.2 }],
  [8, 1, { bn: "running" }],
  [12, 0, { bs: 10, sampler: "fairnas" }],
  [12, 1, { mom: 0.5 }],
  [20, 0, { lr: 0.05, bn: "batch" }],
];

/** Trains up to a step, or to the end, and takes in what it tells. */
async function train(session: Session, run: Run | undefined, to: number): Promise<Run> {
  let told = run;
  let isOver = false;
  while (session.step < to && !isOver) {
    const { events } = await session.advance();
    told = events.reduce<Run | undefined>(reduceRun, told);
    isOver = events.some(({ type }: RunEvent) => type === "finished");
  }
  return told as Run;
}

it("a link makes every change at its step, and the run ends with the weights and scores that it had", async () => {
  const { session: first } = await openSession(config, judged);
  let run: Run | undefined;
  let settings = config.settings;
  for (const [step, unit, change] of lived) {
    run = await train(first, run, step);
    for (let i = 0; i < unit && first.step === step; i++)
      run = (await first.applyPendingChanges()).events.reduce(reduceRun, run as Run);
    settings = settingsDiff(nasbench201, { ...settings, ...change });
    first.change(settings);
  }
  run = await train(first, run, Number.POSITIVE_INFINITY);

  const story = storyOf(run);
  if ("impossible" in story) throw new Error(story.impossible);
  expect(story.changes).toBe(
    "5-lr-0.2,8-bn-running,12-sampler-fairnas,12-bs-10,12-mom-0.5,20-bn-batch,20-lr-0.05",
  );
  const hash = toLink({ ...story, view: defaultView });
  const { link, warnings } = fromLink(hash);
  expect(warnings).toEqual([]);
  expect(link.config).toEqual(config);
  const read = readChanges(link.changes ?? "", link.config);
  expect(read.warnings).toEqual([]);

  const { session: again } = await openSession(link.config, { ...judged, planned: read.changes });
  let replayed = await train(again, undefined, 10);
  // It goes on elsewhere in the middle of the story.
  const checkpoint = readCheckpoint(writeCheckpoint(await again.checkpoint()));
  if (!checkpoint.ok) throw new Error(checkpoint.problem.message);
  const { session: last } = await resumeSession(checkpoint.value, environment);
  replayed = await train(last, replayed, Number.POSITIVE_INFINITY);

  const [one, other] = [bitsOf(await first.checkpoint()), bitsOf(await last.checkpoint())];
  expect(other.weights).toEqual(one.weights);
  expect(other).toMatchObject({ momenta: one.momenta, averages: one.averages, config: one.config });
  expect(replayed.changes).toEqual(run.changes);
  expect(finalScores(replayed)).toEqual(finalScores(run));
  // A run that made none of them comes to others.
  const { session: plain } = await openSession(config, judged);
  await train(plain, undefined, Number.POSITIVE_INFINITY);
  expect(bitsOf(await plain.checkpoint()).weights).not.toEqual(one.weights);
  for (const { engine } of [first, again, last, plain]) engine.dispose();
});

const finalScores = ({ scores, rounds }: Run) => scores.toArray().slice(rounds.at(-1)?.from);

it("what its user changes meanwhile stays, whatever the run has made by then", async () => {
  const planned = [
    { step: 3, key: "lr", to: 0.2 },
    { step: 6, key: "lr", to: 0.1 },
  ];
  const { session } = await openSession(config, { ...judged, planned });
  const run = await train(session, undefined, 4);
  // The page has not heard of step 3 yet.
  session.changeBy(config.settings, { ...config.settings, mom: 0.5 });
  await train(session, run, 5);
  expect((await session.checkpoint()).config.settings).toMatchObject({ lr: 0.2, mom: 0.5 });
  session.engine.dispose();
});
