/** @file Reads the files of a class, many at once: runs and answers to lessons; what cannot be used is named. */
import { checkConfig } from "../core/config.ts";
import { answersFormat, readAnswerFile } from "../core/lessons/answerFile.ts";
import { importRun } from "../core/readRun.ts";
import { runFormat } from "../core/runFile.ts";
import { spaceById } from "../core/spaces/index.ts";
import { type ClassFiles, type ClassState, emptyClass, maxOfClass } from "./classState.ts";
import type { LabStore } from "./labStore.ts";
import { openRecorded } from "./recorded.ts";
import type { RunController } from "./runController.ts";
import { loadShipped } from "./truth.ts";

/** A run is read on the page. */
const maxFileBytes = 100 * 2 ** 20;

/** @param base absolute address of the site, against which tables are found */
export function createClassFiles(store: LabStore, controller: RunController, base: string): ClassFiles {
  const get = (): ClassState => store.getState().class ?? emptyClass;
  const change = (next: (before: ClassState) => Partial<ClassState>): void =>
    store.update({ class: { ...get(), ...next(get()) } });
  /** A sheet that was closed takes in nothing that was still being read for it. */
  let sheet = 0;
  /** Files of the sheet, by name, size and time: two students may have equal bytes. */
  const known = new Set<string>();

  const refuse = (name: string, reason: string, files = 1): void =>
    change(({ problems, unread }) => ({
      problems: [...problems, `${name.slice(0, 80)}: ${reason}`.slice(0, 290)],
      unread: unread + files,
    }));

  const judge = async (space: string): Promise<void> => {
    const known = spaceById(space);
    const found = get().shipped.get(space);
    // One that could not be loaded may come now.
    const mayCome = found?.status === "none" && found.mayCome;
    if (!known || (found && !mayCome)) return;
    change(({ shipped }) => ({ shipped: new Map(shipped).set(space, { status: "loading" }) }));
    const own = sheet;
    const truth = await loadShipped(known, base, new AbortController().signal);
    if (own === sheet) change(({ shipped }) => ({ shipped: new Map(shipped).set(space, truth) }));
  };

  const take = (name: string, text: string): void => {
    if (text.slice(0, 2000).includes(`"${answersFormat}"`)) {
      const read = readAnswerFile(text);
      if (read.ok) change(({ answers }) => ({ answers: [...answers, read.value] }));
      else refuse(name, read.problem.message);
      return;
    }
    const read = importRun(text);
    if (!read.ok) {
      refuse(name, read.problem.message);
      return;
    }
    const { config, warnings } = checkConfig(read.value.config);
    // With a value of its own it would stand in a group that it is none of.
    if (warnings[0]) {
      refuse(name, `it has what this lab does not know. ${warnings[0]}`);
      return;
    }
    const run = { ...read.value, config };
    change(({ runs }) => ({ runs: [...runs, { name, run }] }));
    void judge(config.space);
  };

  return {
    async open(files) {
      const own = sheet;
      const taken = files.slice(0, maxOfClass);
      const left = files.length - taken.length;
      if (left > 0) refuse(`${left} more`, `left out, since ${maxOfClass} files are read at once`, left);
      change(({ pending }) => ({ pending: pending + taken.length }));
      for (const file of taken) {
        const one = `${file.name} ${file.size} ${file.lastModified}`;
        const isKnown = known.has(one);
        known.add(one);
        try {
          const isSmall = file.size <= maxFileBytes;
          const text = isSmall && !isKnown ? await file.text() : "";
          if (own !== sheet) return;
          if (isKnown) refuse(file.name, "it is in the sheet already, and counts once");
          else if (isSmall) take(file.name, text);
          else refuse(file.name, `more than ${maxFileBytes / 2 ** 20} MB are not read`);
        } catch (error) {
          if (own !== sheet) return;
          refuse(file.name, error instanceof Error ? error.message : String(error));
        }
        change(({ pending }) => ({ pending: pending - 1 }));
        // The page stays usable between two files.
        await new Promise((resolve) => setTimeout(resolve));
        if (own !== sheet) return;
      }
    },
    show: ({ name, run }) => openRecorded(store, controller, run, name.slice(0, 60)),
    close() {
      sheet++;
      known.clear();
      store.update({ class: undefined });
    },
  };
}

/** Whether a file begins like one of the sheet, and which kind. @param head its first characters */
export function classKind(head: string): "run" | "answers" | undefined {
  if (head.includes(`"${runFormat}"`)) return "run";
  return head.includes(`"${answersFormat}"`) ? "answers" : undefined;
}
