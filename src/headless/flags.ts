/** @file Flags of the terminal: checked where they are read; commander names the flag in the error, and these say the nearest right value. */
import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { nearestName } from "../core/nearestName.ts";
import { type EngineId, engineIds } from "./engines.ts";
import { progressKinds } from "./progress.ts";
import { UsageError } from "./usage.ts";

interface NumberRange {
  readonly low: number;
  readonly high: number;
  /** Absent: whole numbers only. */
  readonly fractions?: true;
  readonly default?: number;
}

export function numberOption(flags: string, description: string, range: NumberRange): Option {
  const option = new Option(flags, description).argParser((text) => readNumber(text, range));
  return range.default === undefined ? option : option.default(range.default);
}

function readNumber(text: string, { low, high, fractions, default: defaultValue }: NumberRange): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (value >= low && value <= high && (fractions || Number.isInteger(value))) return value;
  const nearest = nearestNumber(text, low, high, fractions === true);
  const hint =
    nearest !== undefined
      ? `; the nearest is ${nearest}`
      : defaultValue !== undefined
        ? `; the default is ${defaultValue}`
        : "";
  throw new InvalidArgumentError(
    `It must be ${fractions ? "a number" : "a whole number"} from ${low} to ${high}${hint}.`,
  );
}

/** What the text may have meant: a percentage as a fraction, a number outside as the end of the range. */
export function nearestNumber(
  text: string,
  low: number,
  high: number,
  fractions: boolean,
): number | undefined {
  const [, digits, percent] = /^\s*(-?\d*\.?\d+(?:e-?\d+)?)\s*(%?)/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  // Division keeps 0.5 % exact where a product with 0.01 would not.
  const value = percent ? Number(digits) / 100 : Number(digits);
  const within = Math.min(high, Math.max(low, value));
  return fractions ? within : Math.round(within);
}

export function choiceOption(flags: string, description: string, names: readonly string[]): Option {
  return new Option(flags, description).choices(names).argParser((text) => {
    if (names.includes(text)) return text;
    const nearest = nearestName(text, names);
    throw new InvalidArgumentError(
      `It must be one of ${names.join(", ")}${nearest ? `; did you mean ${nearest}?` : "."}`,
    );
  });
}

/** A file or a folder. An empty name, as of a shell's variable that is not set, is refused before hours are spent on it. */
export const pathOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(readPath);

function readPath(text: string): string {
  if (text !== "") return text;
  throw new InvalidArgumentError("The name is empty; is a variable of the shell not set?");
}

export const tableOption = (): Option =>
  pathOption("--table <file>", "stand-alone table; default: the one that ships for the space");

export const engineOption = (): Option =>
  choiceOption("--engine <id>", "wasm: the processor; webgpu: a graphics card", engineIds).default("wasm");

/** Processes at once. A card that several processes train on does each the slower, so that there one is the default. */
export const workersOption = (description: string): Option =>
  numberOption(
    "--workers <n>",
    `${description}; default: as many as there are cores, ${availableParallelism()}; with --engine webgpu 1, since processes share a card badly`,
    { low: 1, high: 1024 },
  );

export const workersOf = ({
  workers,
  engine,
}: {
  readonly workers?: number;
  readonly engine: EngineId;
}): number => workers ?? (engine === "webgpu" ? 1 : availableParallelism());

/**
 * @param flag as it is written, e.g. "--threads"
 * @param why it does nothing here
 * @throws UsageError where the command line has it
 */
export function refuseIdle(command: Command, flag: string, why: string): void {
  if (command.getOptionValueSource(flag.replace("--", "")) === "cli")
    throw new UsageError(`${flag} does nothing here: ${why}`);
}

export function refuseIdleThreads(command: Command, engine: EngineId): void {
  if (engine === "webgpu") refuseIdle(command, "--threads", "they are the processor's, and a card computes");
}

export const logOption = (): Option =>
  choiceOption(
    "--log <how>",
    "on standard error; auto: a bar on a terminal, lines in a log; json: JSON lines",
    progressKinds,
  ).default("auto");

export const imagesOption = (): Option =>
  new Option(
    "--images <file...>",
    "your own images in the place of the shipped ones: CIFAR-10 batches or their tar.gz, IDX pairs",
  ).argParser((text, before: readonly string[] = []) => [...before, readPath(text)]);

export const halveOption = (): Option => new Option("--halve", "halve both sides of your own images");

export interface ImagesFlags {
  readonly images?: readonly string[];
  readonly halve?: true;
}

/** @throws UsageError where something is asked of images that are not given */
export function imageFilesOf({ images, halve }: ImagesFlags) {
  if (images) return { files: images, halve: halve === true };
  if (halve) throw new UsageError("--halve halves your own images: give their files with --images");
  return undefined;
}
