/** @file The folder of a study: what is done as a journal, and the final files when all is. */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { codeVersion } from "../../core/codeVersion.ts";
import { parseJson } from "../../core/fieldReader.ts";
import type { Ground, StudyJob } from "../../core/study/jobs.ts";
import { printResults, readResults, type StudyResults } from "../../core/study/results.ts";
import type { StudyPlan } from "../../core/study/studyPlan.ts";
import { inWords, readPacked, writeWhole } from "../files.ts";
import { Journal } from "../journal.ts";
import { lockFolder } from "../lock.ts";
import type { StudyEntry } from "./runStudyJob.ts";

export const resultsFile = "results.json";
const timesFile = "times.json";

export class StudyFolder {
  readonly #folder: string;
  readonly #release: () => void;
  readonly #journal: Journal<StudyEntry>;

  /** @throws Error where another command works in the folder, or its journal is broken */
  constructor(folder: string) {
    this.#folder = folder;
    inWords(folder, () => mkdirSync(folder, { recursive: true }));
    this.#release = lockFolder(folder);
    try {
      this.#journal = new Journal(join(folder, "journal.jsonl"), ({ outcome }) => outcome.key);
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  isDone({ key }: StudyJob): boolean {
    return this.#journal.get(key) !== undefined;
  }

  /**
   * Why none of the finished runs of the folder counts for a study, in a sentence: equal runs by other code are other jobs.
   * @returns `undefined` where one does, or there are none
   */
  whyNoneCounts(jobs: readonly StudyJob[]): string | undefined {
    const entries = this.#journal.all();
    if (entries.length === 0 || jobs.some((job) => this.isDone(job))) return undefined;
    const codes = [...new Set(entries.map(({ code }) => code ?? "that they do not name"))];
    const why =
      codes.join() === codeVersion
        ? "they are of another plan, table or engine"
        : `they were run by code ${codes.join(", ")}, and this is ${codeVersion}; the version of the code that ran them goes on with them`;
    return `None of the ${entries.length} finished runs in ${this.#folder} counts for this study: ${why}. All are trained anew.`;
  }

  add(entry: StudyEntry): void {
    // A worker that was thought dead may still hand in what another did again.
    if (this.#journal.get(entry.outcome.key) === undefined) this.#journal.add(entry);
  }

  /**
   * Final files of a study that this one is not any more stand aside until it is done, lest they pass for its own.
   * @returns a sentence on each
   */
  setAside(): string[] {
    return finalFiles(this.#folder).map((file) => {
      const aside = asideNames(file).find((name) => !existsSync(name)) as string;
      renameSync(file, aside);
      return `${file} is of the study as it was before, and is kept as ${aside}.`;
    });
  }

  /** Writes the final files; all jobs must be done. */
  conclude(plan: StudyPlan, ground: Ground, jobs: readonly StudyJob[]): void {
    const entries = new Map(jobs.map(({ key }) => [key, this.#journal.get(key) as StudyEntry]));
    const outcomes = new Map([...entries].map(([key, { outcome }]) => [key, outcome]));
    const seconds = Object.fromEntries([...entries].map(([key, entry]) => [key, entry.seconds]));
    writeWhole(join(this.#folder, timesFile), `${JSON.stringify(seconds, undefined, 1)}\n`);
    writeWhole(join(this.#folder, resultsFile), printResults(plan, ground, jobs, outcomes));
  }

  close(): void {
    this.#release();
  }
}

/** What `conclude` wrote, packed or not. @throws Error where it is not there or cannot be read */
export function readStudyFolder(folder: string): {
  readonly study: StudyResults;
  readonly seconds: ReadonlyMap<string, number>;
  /** What should be known of the numbers, one sentence each. */
  readonly warnings: readonly string[];
} {
  const file = fileIn(folder, resultsFile);
  const former = [resultsFile, `${resultsFile}.gz`].flatMap(
    (name) => asideNames(join(folder, name)).findLast((one) => existsSync(one)) ?? [],
  )[0];
  if (!file)
    throw new Error(
      former
        ? `${folder} holds no ${resultsFile}: the study was changed and is not complete; ${former} is what it came to before`
        : `${folder} holds no ${resultsFile}: the study is not complete, or this is not its folder`,
    );
  const read = readResults(readPacked(file));
  if (!read.ok) throw new Error(`${file}: ${read.problem.message}`);
  const times = fileIn(folder, timesFile);
  const json = times === undefined ? undefined : parseJson(readPacked(times));
  const known = json?.ok && typeof json.value === "object" && json.value !== null ? json.value : {};
  return {
    study: read.value,
    seconds: new Map(
      Object.entries(known).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    ),
    warnings: warningsOf(read.value),
  };
}

function warningsOf({ plan, ground, results }: StudyResults): string[] {
  const devices = new Set(results.flatMap(({ device }) => device ?? []));
  return [
    ...(devices.size > 1
      ? [
          `Its runs are of ${devices.size} graphics cards, which round otherwise, so that effects hold that difference, too: ${[...devices].join("; ")}.`,
        ]
      : []),
    ...(plan.vary.length > 0 && !plan.defaults && ground.code !== codeVersion
      ? [
          `It was run by code ${ground.code}, which did not keep the defaults of its time: what a run leaves at its default is named by those of this code, ${codeVersion}.`,
        ]
      : []),
  ];
}

/** Where final files of former studies stand aside, the oldest first; none takes another one's place. */
const asideNames = (file: string): string[] =>
  Array.from({ length: maxAside }, (_, n) =>
    join(dirname(file), basename(file).replace(".json", `.previous${n === 0 ? "" : `-${n + 1}`}.json`)),
  );
const maxAside = 1000;

/** What `readStudyFolder` reads, as far as it is there. */
export const finalFiles = (folder: string): string[] =>
  [resultsFile, timesFile].flatMap((name) => filesIn(folder, name));

const fileIn = (folder: string, name: string): string | undefined => filesIn(folder, name)[0];

/** As it was written, and packed. */
const filesIn = (folder: string, name: string): string[] =>
  [name, `${name}.gz`].map((one) => join(folder, one)).filter((file) => existsSync(file));
