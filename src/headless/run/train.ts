/** @file Opens a super-net in a terminal: the session of the page, on the same images and the same evaluation set. */
import { fileURLToPath } from "node:url";
import { judgedBy, remarksOf } from "../../core/resolveRun.ts";
import type { RunConfig } from "../../core/run.ts";
import { spaceById } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { parseTable, rowOf, type Table, type TableRow } from "../../core/tables.ts";
import type { EngineFactory, ImageSet } from "../../engine/engine.ts";
import { type OpenedSession, openSession } from "../../engine/openSession.ts";
import { readDataset } from "../dataset.ts";
import { readText } from "../files.ts";
import { publicFolder } from "../packageFiles.ts";

/**
 * Path of a table: the given one, else the one that ships for the space.
 * @throws Error where the space is unknown
 */
export function tableFile(spaceId: string, table?: string): string {
  const space = spaceById(spaceId);
  if (!space) throw new Error(`unknown space "${spaceId}"`);
  return table ?? fileURLToPath(new URL(`tables/${space.judgedBy ?? space.id}.json`, publicFolder));
}

/**
 * @param table file of stand-alone accuracies; absent: the one that ships for the space
 * @throws Error where the space is unknown or the table cannot be used
 */
export function readTable(
  spaceId: string,
  table?: string,
): { readonly table: Table; readonly warnings: readonly string[] } {
  const file = tableFile(spaceId, table);
  const space = spaceById(spaceId) as SearchSpace;
  const parsed = parseTable(readText(file), space, table ?? `${spaceId}.json`);
  if (!parsed.ok) throw new Error(`${file}: ${parsed.problem.message}`);
  return parsed;
}

export interface OpenedTraining extends OpenedSession {
  /** Of the table, per index of what is scored. */
  readonly rows: readonly (TableRow | undefined)[];
  /** What should be known of the ground truth, one sentence each. */
  readonly remarks: readonly string[];
}

/**
 * @param table file of stand-alone accuracies; absent: the one that ships for the space
 * @param own images that were read already, in the place of the shipped ones
 * @throws Error where the space is unknown or the table cannot be used
 */
export async function openTraining(
  config: RunConfig,
  createEngine: EngineFactory,
  table?: string,
  own?: ImageSet,
): Promise<OpenedTraining> {
  const parsed = readTable(config.space, table);
  const opened = await openSession(config, {
    judge: judgedBy(parsed.table),
    loadImages: async ({ id }) => own ?? readDataset(id),
    createEngine,
  });
  return {
    ...opened,
    rows: opened.scored.map((text, index) =>
      opened.groundTruths[index] === undefined ? undefined : rowOf(text, opened.space, parsed.table),
    ),
    remarks: [...parsed.warnings, ...remarksOf(opened)],
  };
}
