/** @file A sweep as the browser keeps it from one page to the next: the plan, what came out, and which runs stand for which jobs. */
import { parseJson, readFields } from "../core/fieldReader.ts";
import { spaceById } from "../core/spaces/index.ts";
import { jobsOf } from "../core/study/jobs.ts";
import { printResults, readResults } from "../core/study/results.ts";
import { checksum } from "./checksum.ts";
import type { SweepState } from "./sweepState.ts";

/** The text; `readSweep` reads it back. */
export function printSweep({ plan, ground, jobs, outcomes, ...sweep }: SweepState): string {
  const done = jobs.filter(({ key }) => outcomes.has(key));
  return JSON.stringify({
    atOnce: sweep.atOnce,
    spent: sweep.spent + (sweep.isStopped ? 0 : performance.now() - sweep.since),
    running: [...sweep.running].map(([key, run]) => ({ key, run })),
    seconds: Object.fromEntries(sweep.seconds),
    results: printResults(plan, ground, done, outcomes),
  });
}

/** A sweep that waits to go on; `undefined` where the text is none of this lab. */
export function readSweep(text: string): SweepState | undefined {
  const json = parseJson(text);
  if (!json.ok) return undefined;
  const read = readFields(json.value, (root) => {
    const study = readResults(root.at("results").text());
    if (!study.ok) return root.at("results").fail("the results of a study");
    const { plan, ground, results } = study.value;
    if (!spaceById(plan.base.space)) return root.at("results").fail("of a space of this lab");
    return {
      ...{ plan, ground, atOnce: root.at("atOnce").count(), jobs: jobsOf(plan, ground, checksum) },
      running: new Map(
        root
          .at("running")
          .items()
          .map((item) => [item.at("key").text(), item.at("run").text()] as const),
      ),
      outcomes: new Map(results.map(({ config: _, ...outcome }) => [outcome.key, outcome])),
      seconds: new Map(
        root
          .at("seconds")
          .entries()
          .map(([key, value]) => [key, value.number()] as const),
      ),
      ...{ isStopped: true, isRecorded: false, isEarlier: true },
      ...{ spent: root.at("spent").number(), since: 0, problem: undefined },
    };
  });
  return read.ok ? read.value : undefined;
}
