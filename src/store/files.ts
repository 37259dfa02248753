/** @file Runs and tables as files: taking in what a visitor opens, and writing what he keeps. */
import type { StoreApi } from "zustand/vanilla";
import { checkConfig } from "../core/config.ts";
import { importRun, runFormat, exportRun as runText } from "../core/runFile.ts";
import { scoresCsv } from "../core/scoresCsv.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import { parseTable } from "../core/tables.ts";
import type { Conductor } from "./conductor.ts";
import { noFigures } from "./figures.ts";
import type { LabState } from "./labState.ts";
import type { Refresher } from "./refresher.ts";

export interface FilesInput {
  readonly store: StoreApi<LabState>;
  readonly conductor: Conductor;
  readonly refresher: Refresher;
}

/** A run is told from a table by its format field; everything else is tried as a table. */
export function openFile(input: FilesInput, name: string, text: string): void {
  if (text.slice(0, 2000).includes(`"${runFormat}"`)) openRun(input, name, text);
  else openTable(input, name, text);
}

function openRun({ store, conductor, refresher }: FilesInput, name: string, text: string): void {
  const read = importRun(text);
  if (!read.ok) {
    store.setState({ warnings: [`${name} cannot be opened: ${read.problem.message}.`] });
    return;
  }
  const run = read.value;
  const { config, warnings } = checkConfig(run.config);
  const before = store.getState();
  conductor.release();
  const otherSpace = config.space !== before.config.space;
  store.setState({
    run,
    config,
    imported: true,
    phase: "finished",
    wanted: "pause",
    ghost: undefined,
    figures: noFigures,
    certainty: undefined,
    pace: undefined,
    selected: undefined,
    offer: undefined,
    warnings,
    ...(otherSpace && { truth: { status: "loading" as const } }),
  });
  if (otherSpace) void conductor.loadTruth();
  refresher.renew();
}

function openTable({ store, conductor }: FilesInput, name: string, text: string): void {
  const { config } = store.getState();
  const space = spaceById(config.space) ?? spaces[0];
  const read = parseTable(text, space, name);
  if (!read.ok) {
    store.setState({ warnings: [`${name} cannot be opened: ${read.problem.message}.`] });
    return;
  }
  store.setState({ truth: { status: "ready", table: read.table, origin: "file" }, warnings: read.warnings });
  // The pool comes from the table, so another table is another run.
  conductor.begin({ paused: store.getState().wanted !== "run", ghost: false });
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
