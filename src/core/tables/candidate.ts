/** @file A column that may come to mean something: what its name, its form and the file's owner say. */
import type { Given } from "./answers.ts";
import type { ColumnName } from "./columns.ts";

/** One column of values. */
export interface ValueColumn {
  readonly index: number;
  readonly isError: boolean;
  /** Where the columns of a quantity are several trainings. */
  readonly seed?: number;
  /** By what its name multiplies a size. */
  readonly unit?: number;
}

/** Of what a column can hold. */
export const titles = {
  test: "test accuracy",
  validation: "validation accuracy",
  superNet: "super-net accuracy",
  accuracy: "accuracy",
  training: "training accuracy",
  parameters: "parameters",
  flops: "FLOPs",
} as const;
export type Named = keyof typeof titles;

export interface Candidate {
  readonly index: number;
  readonly name: string;
  readonly told: ColumnName;
  readonly given?: Given;
  readonly quantity: Named | undefined;
  readonly isError: boolean;
}
