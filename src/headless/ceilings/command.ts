/** @file `supernet-lab ceilings`: how far tables of stand-alone accuracy can tell architectures apart, hence what is the best to hope for. */
import type { Command } from "commander";
import { parseJson, readFields } from "../../core/fieldReader.ts";
import { recipeOf } from "../../core/heuristics/index.ts";
import { defaultView } from "../../core/linkView.ts";
import { bin } from "../../core/metrics/sparse.ts";
import { poolOf } from "../../core/pool.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { drawnTable } from "../../core/tables/drawn.ts";
import { qualityOf, type TableQuality } from "../../core/tables/quality.ts";
import type { TableCost } from "../../core/tables/rawTable.ts";
import type { Table } from "../../core/tables/table.ts";
import { rowOf } from "../../core/tables.ts";
import { readText } from "../files.ts";
import { choiceOption, numberOption } from "../flags.ts";
import { readTable, tableFile } from "../run/train.ts";
import { UsageError } from "../usage.ts";

interface Options {
  readonly space?: string;
  readonly threshold: number;
  readonly json?: true;
}

const shipped = (spaces as readonly SearchSpace[]).filter((space) => !space.judgedBy);

const examples = `
Examples:
  supernet-lab ceilings                                  # the tables that ship
  supernet-lab ceilings mine.json --space darts --json

All figures are over the architectures that may judge a default run, of which it takes 128 at most. "Best to hope for" is what a predictor of every architecture's
expected accuracy would reach against the mean over the seeds; an estimate. A pair lies within the noise where its means differ by less than
twice the standard error of the difference, with the noise that architectures of about their accuracies have.`;

export function addCeilingsCommand(program: Command): void {
  program
    .command("ceilings [file]")
    .description(
      "tell the noise of tables of stand-alone accuracy, and the best that any ranking could reach",
    )
    .addOption(
      choiceOption(
        "--space <id>",
        "search space; with no file, only its table",
        shipped.map(({ id }) => id),
      ),
    )
    .addOption(
      numberOption("--threshold <x>", "what S-KdT rounds stand-alone accuracy to", {
        low: 0,
        high: 0.1,
        fractions: true,
        default: defaultView.thr,
      }),
    )
    .option("--json", "print a list of objects")
    .addHelpText("after", examples)
    .action(tellCeilings);
}

function tellCeilings(file: string | undefined, options: Options): void {
  const asked = options.space ?? (file === undefined ? undefined : spaceIn(file));
  const wanted = shipped.filter(({ id }) => asked === undefined || id === asked);
  const told = wanted.map((space) => {
    const { table, warnings } = readTable(space.id, file);
    for (const warning of warnings) console.error(`warning: ${warning}`);
    const drawn = drawnTable(table);
    if (drawn.note) console.error(`warning: ${drawn.note}`);
    const quality = judgingQuality(space, drawn.table, options.threshold);
    if (!quality) throw new Error(`${tableFile(space.id, file)}: fewer than two of its architectures judge`);
    const { cost } = table.provenance ?? {};
    return {
      ...{ space: space.id, file: tableFile(space.id, file), rows: table.rows.length, ...quality },
      ...(cost && { cost }),
    };
  });
  if (options.json) console.log(JSON.stringify(told, null, 2));
  else console.log(told.map((one) => textOf(one, options.threshold)).join("\n\n"));
}

/** The space that a table of the lab names; @throws UsageError for any other file */
function spaceIn(file: string): string {
  const json = parseJson(readText(file));
  const ids = shipped.map(({ id }) => id);
  const named = json.ok ? readFields(json.value, (root) => root.at("space").oneOf(ids)) : json;
  if (named.ok) return named.value;
  throw new UsageError(`${file} does not say what search space it is of; say it with --space`);
}

function judgingQuality(space: SearchSpace, table: Table, threshold: number): TableQuality | undefined {
  const recipe = recipeOf(space, {});
  const evaluation = { ...recipe.evaluation, pool: Number.POSITIVE_INFINITY };
  const { scored } = poolOf(space, table.rows, { ...recipe, evaluation });
  const rows = scored.flatMap((architecture) => rowOf(architecture, space, table) ?? []);
  return qualityOf(rows, { metric: "skdt", thr: threshold });
}

function textOf(
  quality: TableQuality & {
    readonly space: string;
    readonly file: string;
    readonly rows: number;
    readonly cost?: TableCost;
  },
  threshold: number,
): string {
  const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
  const correlations = [
    ["one training against another", quality.seedAgainstSeed],
    [`best to hope for, mean of ${quality.seeds}`, quality.oracle],
    ["parameter count", quality.parameters],
    ["FLOPs", quality.flops],
    ["gradient norm at initialization", quality.gradientNorm],
    ["training loss of one training", quality.trainingLoss],
    ["super-net of the table", quality.superNet],
  ] as const;
  const lines = correlations.flatMap(([name, value]) =>
    value === undefined ? [] : [`    ${value.toFixed(3).padStart(6)}  ${name}`],
  );
  const isOneValue = bin(quality.lowest, threshold) === bin(quality.highest, threshold);
  return [
    `${spaceById(quality.space)?.title}: ${quality.file}`,
    `  ${quality.rows} architectures, of which ${quality.architectures} may judge a default run; ${quality.seeds === 1 ? "1 training" : `${quality.seeds} trainings`} each`,
    quality.cost
      ? `  ${quality.cost.trainings} of its trainings took ${(quality.cost.coreSeconds / 3600).toFixed(2)} core-hours`
      : "  what its trainings cost was not kept",
    `  mean accuracies ${percent(quality.lowest)} to ${percent(quality.highest)}, mean ${percent(quality.mean)}, standard deviation ${percent(quality.spread)}`,
    ...(quality.seedDeviation === undefined || quality.withinNoise === undefined
      ? ["  fewer than ten architectures have two trainings: how large the noise is cannot be told"]
      : [
          `  standard deviation between the trainings of one architecture ${percent(quality.seedDeviation)}; ${percent(quality.withinNoise)} of the pairs lie within the noise of their means`,
        ]),
    `  S-KdT at threshold ${threshold}`,
    ...(lines.length > 0
      ? lines
      : [
          `    none: ${isOneValue ? "all mean accuracies round to the same value" : "neither seeds nor sizes nor a super-net tell the architectures apart"}`,
        ]),
  ].join("\n");
}
