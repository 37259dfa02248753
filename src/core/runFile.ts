/** @file A run as a file: everything measured, as JSON, and back. Numbers lie in columns, which keeps ten thousand scores small. */
import { AppendLog } from "./appendLog.ts";
import { unknownCode } from "./codeVersion.ts";
import type { EpochClock } from "./epochClock.ts";
import { type Field, parseJson, type ReadResult, readFields } from "./fieldReader.ts";
import { formerOf } from "./formerDefaults.ts";
import { presentSetting, presentSettings } from "./formerSettings.ts";
import { describeOwn, ownImagesOf } from "./ownImagesId.ts";
import { readMixedRounds, readRounds } from "./roundFile.ts";
import { placesIn } from "./rounds.ts";
import { type Failure, failureKinds, type TrainingPoint } from "./run.ts";
import { type Run, runStatuses, startingRun } from "./runState.ts";
import type { LiveEffect, Settings, SettingValue } from "./settings.ts";
import { spaceById } from "./spaces/index.ts";

export const runFormat = "super-net-lab/run";
/**
 * 2: `course`, the epoch clock, in place of `stepsPerEpoch`, since a live batch size changes the length of an epoch. 3: `rounds` in place of the step of
 * every score and of `generations`; scores have a loss.
 */
const version = 3;
const oldestVersion = 1;

/** What a change does, in the words of the file. */
const wordOf = { rerank: "ranking", nextStep: "live", reevaluate: "rescore" } as const satisfies Record<
  LiveEffect,
  string
>;
const words = Object.values(wordOf);
const effectOf = Object.fromEntries(
  Object.entries(wordOf).map(([effect, word]) => [word, effect]),
) as Readonly<Record<(typeof words)[number], LiveEffect>>;

/** Every field of a point, by the compiler's word. */
const pointFields: Readonly<Record<keyof TrainingPoint, true>> = {
  step: true,
  loss: true,
  accuracy: true,
  learningRate: true,
  gradientNorm: true,
  imagesPerSecond: true,
};
const pointColumns = Object.keys(pointFields) as (keyof TrainingPoint)[];

/** Letters; more than any real list of versions. */
const longestCode = 200;

/** The text of the file. */
export function exportRun(run: Run): string {
  const { code, points, scores, changes, epochClock: course, ...rest } = run;
  const [measured, scored] = [points.toArray(), scores.toArray()];
  const placeOf = placesIn(run.pool);
  const own = ownImagesOf(run.config.dataset);
  return `${JSON.stringify({
    format: runFormat,
    version,
    code,
    ...(own && { images: `not in this file: ${describeOwn(own)}` }),
    ...rest,
    course,
    changes: changes.map(({ effect, ...change }) => ({ ...change, acts: wordOf[effect] })),
    points: Object.fromEntries(pointColumns.map((key) => [key, measured.map((point) => point[key])])),
    scores: {
      architecture: scored.map((score) => placeOf.get(score.architecture)),
      accuracy: scored.map((score) => score.accuracy),
      loss: scored.map((score) => score.loss),
    },
  })}\n`;
}

/**
 * The run that `exportRun` wrote; a problem names the first bad field. Whether space, data set and settings exist here is for
 * the reader of the configuration to say (`checkConfig`): an old run can be looked at, even if it cannot be repeated.
 */
export function importRun(text: string): ReadResult<Run> {
  const json = parseJson(text);
  return json.ok ? readFields(json.value, readRun) : json;
}

function readRun(root: Field): Run {
  if (root.at("format").isMissing || root.at("format").text() !== runFormat)
    root.at("format").fail(`"${runFormat}", as in every run that the lab exports`);
  const fileVersion = root.at("version").count();
  if (fileVersion > version)
    root
      .at("version")
      .fail(`at most ${version} for this lab: the file comes from a newer one, which can open it`);
  if (fileVersion < oldestVersion) root.at("version").fail(`at least ${oldestVersion}`);
  const config = root.at("config");
  const space = spaceById(config.at("space").text());
  /** What the file says, and what it meant by saying nothing where defaults have changed since. */
  const settingsOf = (field: Field): Settings => {
    const told = readSettings(field);
    return fileVersion < 3 && space ? { ...formerOf(1, told, space), ...told } : told;
  };
  const pool = root
    .at("pool")
    .items()
    .map((item) => item.text());
  const measured = fileVersion < 3 ? readMixedRounds(root, pool) : readRounds(root, pool);
  return {
    ...startingRun(
      {
        space: config.at("space").text(),
        dataset: config.at("dataset").text(),
        seed: config.at("seed").count(),
        settings: settingsOf(config.at("settings")),
      },
      pool,
    ),
    // For people: what a run means does not depend on it.
    code: root.at("code").isMissing ? unknownCode : root.at("code").text().slice(0, longestCode),
    status: root.at("status").oneOf(runStatuses),
    initialSettings: settingsOf(root.at("initialSettings")),
    backend: root.at("backend").text(),
    totalSteps: root.at("totalSteps").count(),
    epochClock: fileVersion === 1 ? wholeClock(root.at("stepsPerEpoch")) : readClock(root.at("course")),
    step: root.at("step").count(),
    points: AppendLog.of(readPoints(root.at("points"))),
    ...measured,
    changes: root
      .at("changes")
      .items()
      .map((item) => {
        const former = item.at("key").text();
        const [key, from] = presentSetting(former, item.at("from").scalar());
        const [, to] = presentSetting(former, item.at("to").scalar());
        return {
          step: item.at("step").count(),
          key,
          from,
          to,
          effect: effectOf[item.at("acts").oneOf(words)],
        };
      }),
    recoveries: root
      .at("recoveries")
      .items()
      .map((item) => ({
        step: item.at("step").count(),
        backend: item.at("backend").text(),
        reason: item.at("reason").text(),
      })),
    failure: readFailure(root.at("failure")),
  };
}

function readClock(field: Field): EpochClock {
  return {
    step: field.at("step").count(),
    epochs: field.at("epochs").number(0),
    stepsPerEpoch: field.at("stepsPerEpoch").number(0),
  };
}

/** The clock of a run whose epochs all had one length. */
function wholeClock(stepsPerEpoch: Field): EpochClock {
  return { step: 0, epochs: 0, stepsPerEpoch: stepsPerEpoch.number(0) };
}

function readPoints(field: Field): TrainingPoint[] {
  const steps = field.at("step").items();
  const column = (key: keyof TrainingPoint): number[] =>
    field
      .at(key)
      .items(steps.length)
      .map((item) => item.numberOrNaN());
  const columns = pointColumns.map((key) => [key, column(key)] as const);
  return steps.map(
    (_, i) =>
      Object.fromEntries(columns.map(([key, values]) => [key, values[i]])) as unknown as TrainingPoint,
  );
}

function readSettings(field: Field): Settings {
  return presentSettings(
    Object.fromEntries(field.entries().map(([key, value]): [string, SettingValue] => [key, value.scalar()])),
  );
}

function readFailure(field: Field): Failure | undefined {
  if (field.isMissing) return undefined;
  return {
    kind: field.at("kind").oneOf(failureKinds),
    message: field.at("message").text(),
    advice: field.at("advice").text(),
  };
}
