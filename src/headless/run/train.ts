/** @file Opens a super-net in a terminal: the session of the page, on the same images and the same evaluation set. */
import { fileURLToPath } from "node:url";
import type { Checkpoint } from "../../core/checkpoint.ts";
import type { Dataset } from "../../core/datasets.ts";
import type { PlannedChange } from "../../core/plannedChange.ts";
import { judgedBy, remarksOf, resolveRun } from "../../core/resolveRun.ts";
import type { RunConfig } from "../../core/run.ts";
import { spaceById } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { parseTable } from "../../core/tables/parseTable.ts";
import { withCountedSizes } from "../../core/tables/sizes.ts";
import { rowOf, type Table, type TableRow } from "../../core/tables.ts";
import type { EngineFactory, ImageSet } from "../../engine/engine.ts";
import { type OpenedSession, openSession, resumeSession } from "../../engine/openSession.ts";
import { checksum } from "../checksum.ts";
import { readDataset } from "../dataset.ts";
import { readBytes } from "../files.ts";
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

export interface ReadTable {
  readonly table: Table;
  readonly warnings: readonly string[];
  /** Of the bytes that it was read from. */
  readonly checksum: string;
}

/**
 * @param table file of stand-alone accuracies; absent: the one that ships for the space
 * @throws Error where the space is unknown or the table cannot be used
 */
export function readTable(spaceId: string, table?: string): ReadTable {
  const file = tableFile(spaceId, table);
  const space = spaceById(spaceId) as SearchSpace;
  const bytes = readBytes(file);
  const parsed = parseTable(Buffer.from(bytes).toString(), space, table ?? `${spaceId}.json`);
  if (parsed.ok) {
    // As the page does, which reads files by `readTableFile`.
    const { table: sized, note } = withCountedSizes(parsed.table, space);
    return { table: sized, warnings: [...parsed.warnings, note ?? []].flat(), checksum: checksum(bytes) };
  }
  const { message } = parsed.problem;
  const how = message.includes("--map")
    ? `; here that is: supernet-lab import ${file} --space ${spaceId} --map … --out table.json, then --table table.json`
    : "";
  throw new Error(`${file}: ${message}${how}`);
}

interface OpenedTraining extends OpenedSession {
  /** Of the table, per index of what is scored. */
  readonly rows: readonly (TableRow | undefined)[];
  /** What should be known of the ground truth, one sentence each. */
  readonly remarks: readonly string[];
}

/**
 * @param judging stand-alone accuracies; absent: those that ship for the space
 * @param own images that were read already, in the place of the shipped ones
 * @param from a checkpoint of the same run to go on from
 * @param planned changes that the run makes by itself
 * @throws Error where the space is unknown or the table cannot be used
 */
export async function openTraining(
  config: RunConfig,
  createEngine: EngineFactory,
  judging: ReadTable = readTable(config.space),
  own?: ImageSet,
  from?: Checkpoint,
  planned?: readonly PlannedChange[],
): Promise<OpenedTraining> {
  const judge = judgedBy(judging.table);
  const environment = {
    judge,
    loadImages: async ({ id }: Dataset) => own ?? readDataset(id),
    createEngine,
    ...(planned && { planned }),
  };
  const opened = {
    ...(from ? await resumeSession(from, environment) : await openSession(config, environment)),
    // A checkpoint has the architectures that are scored, and not what they are worth.
    ...resolveRun(config, judge),
  };
  return {
    ...opened,
    rows: opened.scored.map((text, index) =>
      opened.groundTruths[index] === undefined ? undefined : rowOf(text, opened.space, judging.table),
    ),
    remarks: [...judging.warnings, ...remarksOf(opened)],
  };
}
