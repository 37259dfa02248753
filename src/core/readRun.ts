/** @file A run from a file, of every version; a problem names the first bad field. */
import { AppendLog } from "./appendLog.ts";
import { unknownCode } from "./codeVersion.ts";
import { maxSeed } from "./config.ts";
import type { EpochClock } from "./epochClock.ts";
import { type Field, parseJson, type ReadResult, readFields } from "./fieldReader.ts";
import { formerOf } from "./formerDefaults.ts";
import { presentSetting, presentSettings } from "./formerSettings.ts";
import { readMixedRounds, readRounds } from "./roundFile.ts";
import { type Failure, failureKinds, type TrainingPoint } from "./run.ts";
import { pointColumns, runFormat, runVersion, wordOf } from "./runFile.ts";
import { type Run, runStatuses, startingRun } from "./runState.ts";
import type { LiveEffect, Settings, SettingValue } from "./settings.ts";
import { spaceById } from "./spaces/index.ts";

const oldestVersion = 1;

const words = Object.values(wordOf);
const effectOf = Object.fromEntries(
  Object.entries(wordOf).map(([effect, word]) => [word, effect]),
) as Readonly<Record<(typeof words)[number], LiveEffect>>;

/** As many as a run can be told to score. */
const maxPool = 2000;
/** Architectures ranked in all rounds: ten thousand rounds over the largest pool, more than any run comes to. */
const mostRankedOfFile = 10_000 * maxPool;
/** A round takes as long as one over so many, however few it has. */
const leastRanked = 100;
/** Letters; more than any real list of versions. */
const longestCode = 200;

/**
 * The run that `exportRun` wrote; a problem names the first bad field. Whether space, data set and settings exist here is for
 * the reader of the configuration to say (`checkConfig`): an old run can be looked at, even if it cannot be repeated.
 * @param mostRanked architectures, over all rounds; whoever shows the run ranks them all
 */
export function importRun(text: string, mostRanked = mostRankedOfFile): ReadResult<Run> {
  const json = parseJson(text);
  return json.ok ? readFields(json.value, (root) => readRun(root, mostRanked)) : json;
}

function readRun(root: Field, mostRanked: number): Run {
  if (root.at("format").isMissing || root.at("format").text() !== runFormat)
    root.at("format").fail(`"${runFormat}", as in every run that the lab exports`);
  const fileVersion = root.at("version").count();
  if (fileVersion > runVersion)
    root
      .at("version")
      .fail(`at most ${runVersion} for this lab: the file comes from a newer one, which can open it`);
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
  if (pool.length > maxPool) root.at("pool").fail(`a list of at most ${maxPool}`);
  const measured = fileVersion < 3 ? readMixedRounds(root, pool) : readRounds(root, pool);
  const maxRounds = Math.floor(mostRanked / Math.max(pool.length, leastRanked));
  if (measured.rounds.length > maxRounds)
    root.at(fileVersion < 3 ? "generations" : "rounds").fail(`a list of at most ${maxRounds}, for its pool`);
  return {
    ...startingRun(
      {
        space: config.at("space").text(),
        dataset: config.at("dataset").text(),
        seed: config.at("seed").count(maxSeed + 1),
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
