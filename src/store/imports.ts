/** @file Takes in what a user opens: runs at once, tables through a reader in a thread of its own, everything else by name. */

import { datasetOf } from "../core/datasets.ts";
import { isImageFile } from "../core/imageFile.ts";
import { isLocked } from "../core/linkView.ts";
import { describeOwn, ownImagesOf } from "../core/ownImagesId.ts";
import { runFormat } from "../core/runFile.ts";
import { studyFormat } from "../core/study/format.ts";
import type { ReadProgress } from "../core/tables/progress.ts";
import { type ReadTable, unusable } from "../core/tables/understanding.ts";
import type { FileReaders } from "../worker/importProtocol.ts";
import { classKind } from "./classFiles.ts";
import { type ClassFiles, minOfClass } from "./classState.ts";
import { type DroppedFolder, type FileImport, isPlain, withAnswer } from "./fileImport.ts";
import type { LabStore } from "./labStore.ts";
import type { LatePart } from "./latePart.ts";
import type { OwnImages } from "./ownImages.ts";
import { openRecorded } from "./recorded.ts";
import type { RunController } from "./runController.ts";
import type { Sweep } from "./sweep.ts";

interface ImportsInput {
  readonly store: LabStore;
  readonly controller: RunController;
  readonly readers: FileReaders;
  readonly sweep: LatePart<Sweep>;
  readonly images: LatePart<OwnImages>;
  readonly ofClass: LatePart<ClassFiles>;
}

export interface Imports {
  /** Resolves once all of them are read, refused or given up; never rejects. */
  open(files: readonly (File | DroppedFolder)[]): Promise<void>;
  /** Reads a table again, with one more answer of its owner. */
  answer(id: number, maps: readonly string[]): Promise<void>;
  /** Reads a table again as one of another space. */
  readFor(id: number, space: string): Promise<void>;
  /** Lets a table judge that is understood. */
  use(id: number): void;
  /** Ends the reading and forgets the file; the table that judges stays. */
  close(id: number): void;
}

/** A run or study is held whole. */
const largestRecord = 100 * 2 ** 20;
/** So many files at once are opened. */
const maxFiles = 20;

const wanted =
  "What can be opened: a table with an architecture and its accuracy in each row (CSV, JSON, or the records of NASBench-101), runs and results saved by this lab, and images (batches of CIFAR-10, pairs of IDX files).";

export function createImports({ store, controller, readers, sweep, images, ofClass }: ImportsInput): Imports {
  let lastId = 0;
  const readings = new Map<number, AbortController>();
  const find = (id: number): FileImport | undefined =>
    store.getState().imports.find((other) => other.id === id);
  const change = (id: number, next: (before: FileImport) => FileImport): void =>
    store.update({
      imports: store.getState().imports.map((other) => (other.id === id ? next(other) : other)),
    });
  const warn = (warning: string): void =>
    store.update({ warnings: [...store.getState().warnings.filter((text) => text !== warning), warning] });
  const refuse = (name: string, reason: string): void =>
    warn(`${name.slice(0, 80)} cannot be opened: ${reason}.`);

  const close = (id: number): void => {
    readings.get(id)?.abort();
    readings.delete(id);
    const { imports, isImportShown } = store.getState();
    const rest = imports.filter((other) => other.id !== id);
    store.update({ imports: rest, isImportShown: isImportShown && rest.length > 0 });
  };

  const use = (id: number): void => {
    const job = find(id);
    const table = job?.read?.table;
    if (!table) return;
    const made = table.provenance?.dataset;
    if (made && datasetOf(made.id)?.sha256 !== made.sha256) {
      const own = ownImagesOf(made.id);
      refuse(
        table.name,
        `it was made on other images than the lab has (${own ? describeOwn(own) : made.id.slice(0, 60)})`,
      );
      close(id);
      return;
    }
    const { imports, truth, view, config } = store.getState();
    if (isLocked(view, "space") && table.space !== config.space) {
      refuse(table.name, `it is of ${table.space}, and the link of this page keeps to ${config.space}`);
      close(id);
      return;
    }
    if (isLocked(view, "dataset") && made && made.id !== config.dataset) {
      refuse(table.name, "it was made on other images than those that the link of this page keeps to");
      close(id);
      return;
    }
    const before = truth.status === "ready" ? truth.table : undefined;
    const stays = (other: FileImport): boolean => other.id === id || !before || other.read?.table !== before;
    store.update({ imports: imports.filter(stays), isImportShown: false });
    controller.judgeBy(table, { file: job.file, answers: job.maps });
  };

  /** @returns what came out, unless the file was given up */
  const read = async (id: number): Promise<ReadTable | undefined> => {
    readings.get(id)?.abort();
    const reading = new AbortController();
    readings.set(id, reading);
    change(id, (before) => ({ ...before, progress: { bytes: 0 } }));
    const job = find(id);
    if (!job) return undefined;
    const { file, space, maps } = job;
    const onProgress = (progress: ReadProgress): void => {
      if (!reading.signal.aborted) change(id, (before) => ({ ...before, progress }));
    };
    const found = await readers
      .read({ file, space, maps }, onProgress, reading.signal)
      .catch((error: unknown) => unusable(reasonOf(error)));
    if (reading.signal.aborted) return undefined;
    change(id, ({ progress: _, ...before }) => ({ ...before, read: found }));
    return found;
  };

  const openTable = async (file: File, isAlone: boolean): Promise<void> => {
    const id = ++lastId;
    const { imports, config } = store.getState();
    store.update({ imports: [...imports, { id, file, space: config.space, maps: [] }] });
    const found = await read(id);
    if (!found) return;
    if (found.problem) {
      refuse(file.name, found.problem.message);
      // A table of another space can be read again for that.
      if (!found.understood.space) {
        warn(wanted);
        close(id);
      } else store.update({ isImportShown: true });
    } else if (isAlone && isPlain(found) && store.getState().config.space === config.space) use(id);
    else store.update({ isImportShown: true });
  };

  const isTooLarge = (file: File, what: string): boolean => {
    if (file.size <= largestRecord) return false;
    refuse(
      file.name,
      `${what} of more than ${largestRecord / 2 ** 20} MB ${what === "a run" ? "is" : "are"} not read`,
    );
    return true;
  };

  const openRun = async (file: File): Promise<void> => {
    if (isTooLarge(file, "a run")) return;
    const read = await readers.readRun(file, new AbortController().signal);
    if (read.ok) openRecorded(store, controller, read.value, file.name.slice(0, 60));
    else refuse(file.name, read.problem.message);
  };

  const openStudy = async (file: File): Promise<void> => {
    if (isTooLarge(file, "results")) return;
    const read = await readers.readStudy(file, new AbortController().signal);
    if (read.ok) await sweep.with((one) => one.open(read.value));
    else refuse(file.name, read.problem.message);
  };

  const openOne = async (file: File | DroppedFolder, isAlone: boolean): Promise<void> => {
    if ("folder" in file) return refuse(file.folder, "it is a folder; drop the files in it");
    let head: string;
    try {
      head = await file.slice(0, 2000).text();
    } catch {
      return refuse(file.name, "it cannot be read; it may be a folder, or have been moved or changed");
    }
    if (head.startsWith("super-net-lab/checkpoint"))
      return refuse(
        file.name,
        "it is a checkpoint of a run, weights without measurements; open the run's own file (JSON)",
      );
    if (head.includes(`"${studyFormat}"`)) return openStudy(file);
    return head.includes(`"${runFormat}"`) ? openRun(file) : openTable(file, isAlone);
  };

  return {
    async open(files) {
      store.update({ warnings: [] });
      const sheet = await filesOfClass(files);
      const opening = sheet.length > 0 ? ofClass.with((one) => one.open(sheet)) : undefined;
      const single = files.filter((file) => !sheet.includes(file as File));
      const rest = single.slice(maxFiles).map((file) => ("folder" in file ? file.folder : file.name));
      if (rest.length > 0)
        warn(
          `${maxFiles} files are opened at once; left out: ${rest.slice(0, 3).join(", ").slice(0, 150)}${rest.length > 3 ? ` and ${rest.length - 3} more` : ""}.`,
        );
      const taken = single.slice(0, maxFiles);
      const own: File[] = [];
      for (const file of taken) if (file instanceof File && (await isOfImages(file))) own.push(file);
      const others = taken.filter((file) => !own.includes(file as File));
      const opened = others.map(async (file) => {
        try {
          await openOne(file, others.length === 1);
        } catch (error) {
          // A file may be moved or changed while it is read.
          refuse("folder" in file ? file.folder : file.name, reasonOf(error));
        }
      });
      if (own.length > 0) opened.push(images.with((one) => one.open(own)).then(() => {}));
      await Promise.all([...opened, opening]);
    },
    async answer(id, maps) {
      change(id, (before) => ({ ...before, maps: maps.reduce(withAnswer, before.maps) }));
      await read(id);
    },
    async readFor(id, space) {
      change(id, (before) => ({ ...before, space, maps: [] }));
      await read(id);
    },
    use,
    close,
  };
}

/** What cannot be read is none; whoever reads it as a table says why. */
async function isOfImages(file: File): Promise<boolean> {
  try {
    return isImageFile(file.name, new Uint8Array(await file.slice(0, 4096).arrayBuffer()), file.size);
  } catch {
    return false;
  }
}

/** Answers, and runs where there are some of them. What cannot be read is none; whoever opens it alone says why. */
async function filesOfClass(files: readonly (File | DroppedFolder)[]): Promise<File[]> {
  const kinds = await Promise.all(
    files.map(async (file) => {
      if ("folder" in file) return undefined;
      const head = await file
        .slice(0, 2000)
        .text()
        .catch(() => "");
      const kind = classKind(head);
      return kind && { file, kind };
    }),
  );
  const found = kinds.filter((one) => one !== undefined);
  const isClass = found.filter(({ kind }) => kind === "run").length >= minOfClass;
  return found.flatMap(({ file, kind }) => (isClass || kind === "answers" ? [file] : []));
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, "").slice(0, 150);
