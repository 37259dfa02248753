/** @file The results of a study as its final file: equal bytes for equal content, in whatever order and on whatever machines the runs ended. */
import { type Field, parseJson, type ReadResult, readFields } from "../fieldReader.ts";
import type { RoundAgreement } from "../metrics/stability.ts";
import type { RunSummary } from "../metrics/summary.ts";
import type { RunConfig } from "../run.ts";
import type { DivergedSearch } from "../search/outcome.ts";
import { readDiverged, readFind, type StudyFind } from "./finds.ts";
import { studyFormat } from "./format.ts";
import type { Ground, StudyJob } from "./jobs.ts";
import { readGround, readPlan, readSettings } from "./planFields.ts";
import type { StudyPlan } from "./studyPlan.ts";

const version = 1;

/** What a worker says of a job; plain JSON, without a time. */
export interface JobOutcome {
  readonly key: string;
  /** Absent where training failed. */
  readonly summary?: RunSummary;
  /** A failure that would come again, such as a training that diverged. */
  readonly failure?: string;
  /** In the space's notation: what was scored and has a stand-alone accuracy. */
  readonly architectures: readonly string[];
  /** Stand-alone accuracy [0, 1] of each. */
  readonly groundTruths: readonly number[];
  /** What each is ranked by, higher being better. */
  readonly predictions: readonly number[];
  /** Round against round before; absent where training failed, and in studies of a lab that did not keep it. */
  readonly agreements?: readonly RoundAgreement[];
  /** Of the searches on its weights; absent where the study asked for none, or training failed. */
  readonly finds?: readonly StudyFind[];
  /** Of these searches, those that diverged and found nothing; absent where none did, and in studies of a lab that did not keep them. */
  readonly diverged?: readonly DivergedSearch[];
  /** The graphics card that it was trained on; absent where numbers do not depend on it, or a lab did not keep it. */
  readonly device?: string;
}

export interface StudyResult extends JobOutcome {
  readonly config: RunConfig;
}

export interface StudyResults {
  readonly plan: StudyPlan;
  readonly ground: Ground;
  /** In the order of the plan. */
  readonly results: readonly StudyResult[];
}

/**
 * The text of the final file. Sets of architectures that several runs were judged by are written once.
 * @throws RangeError where a job has no outcome: a bug of the caller
 */
export function printResults(
  plan: StudyPlan,
  ground: Ground,
  jobs: readonly StudyJob[],
  outcomes: ReadonlyMap<string, JobOutcome>,
): string {
  const sets = new Map<string, number>();
  const lines = jobs.map(({ key, config }) => {
    const outcome = outcomes.get(key);
    if (!outcome) throw new RangeError(`job ${key} has no outcome`);
    const { architectures, groundTruths, predictions, summary, failure, agreements } = outcome;
    const { finds, diverged, device } = outcome;
    const set = JSON.stringify({ architectures, groundTruths });
    if (!sets.has(set)) sets.set(set, sets.size);
    return JSON.stringify({
      key,
      seed: config.seed,
      settings: config.settings,
      ...(summary && { summary }),
      ...(failure !== undefined && { failure }),
      set: sets.get(set),
      predictions,
      ...(agreements && { agreements }),
      ...(finds && { finds }),
      ...(diverged && { diverged }),
      ...(device !== undefined && { device }),
    });
  });
  const head = JSON.stringify({ format: studyFormat, version, ground, plan }).slice(0, -1);
  return `${head},\n"sets":[\n${[...sets.keys()].join(",\n")}\n],\n"results":[\n${lines.join(",\n")}\n]}\n`;
}

/** What `printResults` wrote; a problem names the first bad field. */
export function readResults(text: string): ReadResult<StudyResults> {
  const json = parseJson(text);
  return json.ok ? readFields(json.value, readRoot) : json;
}

function readRoot(root: Field): StudyResults {
  if (root.at("format").isMissing || root.at("format").text() !== studyFormat)
    root.at("format").fail(`"${studyFormat}", as in every results.json of a study`);
  if (root.at("version").count() !== version) root.at("version").fail(String(version));
  const plan = readPlan(root.at("plan"));
  const { space, dataset } = plan.base;
  const sets = root
    .at("sets")
    .items()
    .map((set) => {
      const architectures = set
        .at("architectures")
        .items()
        .map((item) => item.text());
      const groundTruths = set
        .at("groundTruths")
        .items(architectures.length)
        .map((item) => item.fraction());
      return { architectures, groundTruths };
    });
  return {
    plan,
    ground: readGround(root.at("ground")),
    results: root
      .at("results")
      .items()
      .map((item) => {
        const set = sets[item.at("set").count(sets.length)] as (typeof sets)[number];
        const [summary, failure, agreements, finds] = (
          ["summary", "failure", "agreements", "finds"] as const
        ).map((name) => item.at(name)) as [Field, Field, Field, Field];
        const [diverged, device] = [item.at("diverged"), item.at("device")];
        return {
          key: item.at("key").text(),
          config: {
            space,
            dataset,
            seed: item.at("seed").count(),
            settings: readSettings(item.at("settings")),
          },
          ...(!summary.isMissing && { summary: readSummary(summary) }),
          ...(!failure.isMissing && { failure: failure.text() }),
          ...set,
          predictions: item
            .at("predictions")
            .items(failure.isMissing ? set.architectures.length : undefined)
            .map((value) => value.number()),
          ...(!agreements.isMissing && { agreements: agreements.items().map(readAgreement) }),
          ...(!finds.isMissing && { finds: finds.items().map(readFind) }),
          ...(!diverged.isMissing && { diverged: diverged.items().map(readDiverged) }),
          ...(!device.isMissing && { device: device.text() }),
        };
      }),
  };
}

export function readAgreement(field: Field): RoundAgreement {
  const tau = field.at("tau");
  return {
    step: field.at("step").count(),
    n: field.at("n").count(),
    tau: tau.type === "null" ? null : tau.number(-1, 1),
  };
}

/** In the order in which it is measured: what is read is written again with the same bytes. */
function readSummary(field: Field): RunSummary {
  const number = (key: string): number | null =>
    field.at(key).type === "null" ? null : field.at(key).number();
  const interval = field.at("interval");
  const [low, high] = interval.type === "null" ? [] : interval.items(2).map((end) => end.number());
  return {
    step: field.at("step").count(),
    skdt: number("skdt"),
    interval: low === undefined || high === undefined ? null : [low, high],
    n: field.at("n").count(),
    tau: number("tau"),
    params: number("params"),
    ceiling: number("ceiling"),
    found: number("found"),
    surpassRandom: number("surpassRandom"),
    accuracy: number("accuracy"),
  };
}
