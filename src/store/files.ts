/** @file Runs and tables as files: taking in what a user opens, and writing what he keeps. */
import { checkConfig } from "../core/config.ts";
import { importRun, runFormat, exportRun as runText } from "../core/runFile.ts";
import { scoresCsv } from "../core/scoresCsv.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import { parseTable } from "../core/tables.ts";
import type { LabState } from "./labState.ts";
import type { LabStore } from "./labStore.ts";
import type { RunController } from "./runController.ts";

export interface FilesInput {
  readonly store: LabStore;
  readonly controller: RunController;
}

/** A run is told from a table by its format field; everything else is tried as a table. */
export function openFile(input: FilesInput, name: string, text: string): void {
  if (text.slice(0, 2000).includes(`"${runFormat}"`)) openRun(input, name, text);
  else openTable(input, name, text);
}

function openRun({ store, controller }: FilesInput, name: string, text: string): void {
  const read = importRun(text);
  if (!read.ok) {
    store.update({ warnings: [`${name} cannot be opened: ${read.problem.message}.`] });
    return;
  }
  const { config, warnings } = checkConfig(read.value.config);
  controller.open(read.value, config, warnings);
}

function openTable({ store, controller }: FilesInput, name: string, text: string): void {
  const space = spaceById(store.getState().config.space) ?? spaces[0];
  const read = parseTable(text, space, name);
  if (read.ok) controller.judgeBy(read.table, read.warnings);
  else store.update({ warnings: [`${name} cannot be opened: ${read.problem.message}.`] });
}

export function exportRun({ run }: LabState): string | undefined {
  return run && runText(run);
}

export function exportScores({ run, truth }: LabState): string | undefined {
  const space = run && spaceById(run.config.space);
  if (!run || !space) return undefined;
  const table = truth.status === "ready" && truth.table.space === space.id ? truth.table : undefined;
  return scoresCsv(run, space, table);
}
