/**
 * @file NASBench-101 as it is published: a record per training, `[hash, epochs, "0110…", "input,…,output", metrics]` in JSON. Of its 2 GB
 * only what the space needs is kept, of one number of epochs.
 */
import type { SearchSpace } from "../spaces/space.ts";
import type { Grid } from "./grid.ts";
import { readModelMetrics } from "./modelMetrics.ts";
import { textDecoder } from "./textDecoder.ts";
import { RecordCutter } from "./tfRecord.ts";

interface Cell {
  readonly text: string;
  readonly parameters: number;
  readonly test: number[];
  readonly validation: number[];
}

/** The whole benchmark has 423,624 cells; a file of other texts must not fill the memory. */
const maxRefused = 450_000;

export class Nasbench101Reader {
  readonly #space: SearchSpace;
  readonly #wanted: number | undefined;
  readonly #cutter = new RecordCutter();
  /** Records by number of epochs. */
  readonly #budgets = new Map<number, { all: number; unknown: number }>();
  #cells = new Map<string, Cell>();
  /** Cells that the space does not hold. */
  readonly #refused = new Set<string>();
  /** Which number of epochs the cells are of. */
  #kept = 0;
  #record = 0;
  #problem: string | undefined;

  /** @param epochs to read; absent: the largest number in the file */
  constructor(space: SearchSpace, epochs?: number) {
    this.#space = space;
    this.#wanted = epochs;
  }

  /** What is wrong with the file, once something is; nothing more need be pushed then. */
  get problem(): string | undefined {
    return this.#problem ?? this.#cutter.problem;
  }

  push(chunk: Uint8Array): void {
    for (const payload of this.#cutter.push(chunk)) {
      this.#take(payload);
      if (this.#problem) return;
    }
  }

  #take(payload: Uint8Array): void {
    const index = this.#record++;
    const record = parsed(payload);
    if (!record) {
      this.#problem = `record ${index} is none of NASBench-101: [hash, epochs, matrix, operations, metrics]`;
      return;
    }
    const [hash, epochs, matrix, operations, base64] = record;
    const budget = this.#budgets.get(epochs) ?? { all: 0, unknown: 0 };
    this.#budgets.set(epochs, budget);
    budget.all++;
    if (epochs > this.#kept && (this.#wanted ?? epochs) === epochs) {
      this.#cells = new Map();
      this.#kept = epochs;
    }
    if (epochs !== this.#kept) return;
    const known = this.#cells.get(hash);
    const text = known?.text ?? `${matrix};${operations}`;
    if (!known && (this.#refused.has(hash) || !this.#space.parse(text))) {
      if (this.#refused.size < maxRefused) this.#refused.add(hash);
      budget.unknown++;
      return;
    }
    const metrics = readModelMetrics(base64);
    if (!metrics) {
      this.#problem = `record ${index} holds no validation and test accuracy at the end of the training`;
      return;
    }
    const cell = known ?? { text, parameters: metrics.parameters, test: [], validation: [] };
    if (!known) this.#cells.set(hash, cell);
    cell.test.push(metrics.test);
    cell.validation.push(metrics.validation);
  }

  /** Call after the last chunk, where there was no problem. `rows`: records of the number of epochs that was read. */
  end(): { readonly grid: Grid; readonly rows: number; readonly unknown: number } {
    this.#cutter.end();
    const { all, unknown } = this.#budgets.get(this.#kept) ?? { all: 0, unknown: 0 };
    const others = [...this.#budgets.keys()].filter((epochs) => epochs !== this.#kept).sort((a, b) => a - b);
    const notes = [
      `Accuracies after ${this.#kept} epochs${others.length > 0 ? `; the file also holds ${others.join(", ")}` : ""}.`,
    ];
    if (this.#wanted !== undefined && this.#kept !== this.#wanted)
      this.#problem ??= `no record has ${this.#wanted} epochs; there are ${others.join(", ")}`;
    if (unknown > 0)
      notes.push(`Left out ${unknown} of ${all} records, of cells that ${this.#space.title} does not hold.`);
    const rows = [...this.#cells].map(([hash, { text, test, validation, parameters }]) => ({
      where: hash,
      cells: [text, test, validation, parameters],
    }));
    return {
      grid: {
        form: "NASBench-101 records",
        areListsSeeds: true,
        columns: ["matrix and operations", "test_accuracy", "validation_accuracy", "trainable_parameters"],
        meanings: new Map([[0, "architecture"]]),
        rows,
        notes,
      },
      rows: all,
      unknown,
    };
  }
}

const decoder = textDecoder("utf-8");

type Written = readonly [hash: string, epochs: number, matrix: string, operations: string, metrics: string];

function parsed(payload: Uint8Array): Written | undefined {
  try {
    const record: unknown = JSON.parse(decoder.decode(payload));
    if (!Array.isArray(record) || record.length !== 5) return undefined;
    const [hash, epochs, ...texts] = record as unknown[];
    const isLegal =
      typeof hash === "string" &&
      Number.isInteger(epochs) &&
      (epochs as number) > 0 &&
      texts.every((each) => typeof each === "string");
    return isLegal ? (record as unknown as Written) : undefined;
  } catch {
    return undefined;
  }
}
