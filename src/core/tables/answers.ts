/** @file What the owner of a file says about it: `column=meaning`, and answers to what is not about one column. */
import { type ReadResult, refused } from "../fieldReader.ts";
import type { Grid } from "./grid.ts";
import { limited, listed, quoted } from "./question.ts";

/** Meanings that a column can be given, with the words for each. */
const words = {
  architecture: ["architecture", "arch"],
  test: ["test", "test accuracy"],
  validation: ["validation", "val", "validation accuracy"],
  superNet: ["supernet", "super-net", "super-net accuracy"],
  parameters: ["params", "parameters"],
  flops: ["flops"],
  seed: ["seed"],
  epoch: ["epoch"],
  dataset: ["dataset", "data set"],
  unused: ["ignore", "not used"],
} as const;
type ColumnRole = keyof typeof words;

/** All that a column can be said to be, behind `column=`. */
export const columnMeanings: readonly string[] = Object.values(words).flatMap(([word]) =>
  word === "test" || word === "validation" ? [word, `${word} error`] : [word],
);

/** A column's role as its owner gives it; `isError` where he says so. */
export interface Given {
  readonly role: ColumnRole;
  readonly isError: boolean;
}

/** Answers that are about the whole file. */
const fileKeys = ["dataset", "epoch", "numbering", "unit", "numbers", "rows", "lists"] as const;
type FileKey = (typeof fileKeys)[number];

export interface Answers {
  readonly columns: ReadonlyMap<string, Given>;
  readonly file: ReadonlyMap<FileKey, string>;
}

export const noAnswers: Answers = { columns: new Map(), file: new Map() };

/**
 * Sorts answers into those about a column and those about the file; the first that fits nowhere is the problem. A column "dataset" or
 * "epoch" may hold what is a meaning as well ("test"): then the rows of that label are meant.
 */
export function readAnswers(
  maps: readonly string[],
  { columns, rows }: Pick<Grid, "columns" | "rows">,
): ReadResult<Answers> {
  const isLabel = (key: string, value: string): boolean => {
    const column = columns.indexOf(key);
    return (
      (key === "dataset" || key === "epoch") &&
      rows.some(
        ({ cells }) =>
          String(cells[column] ?? "")
            .trim()
            .toLowerCase() === value.toLowerCase(),
      )
    );
  };
  const given = new Map<string, Given>();
  const file = new Map<FileKey, string>();
  for (const map of maps) {
    const cut = map.lastIndexOf("=");
    const [key, value] = [map.slice(0, cut).trim(), map.slice(cut + 1).trim()];
    if (cut < 0 || key === "") return refused(limited(`"${quoted(map)}" is not column=meaning`));
    const meaning = meaningOf(value);
    const isColumn = columns.includes(key);
    if (isColumn && meaning && !isLabel(key, value)) given.set(key, meaning);
    else if (fileKeys.includes(key as FileKey)) file.set(key as FileKey, value);
    else if (isColumn)
      return refused(
        limited(
          `"${quoted(value)}" is no meaning of a column; it can be ${Object.values(words)
            .map(([first]) => first)
            .join(", ")}, and "test error" and the like`,
        ),
      );
    else
      return refused(
        limited(
          `there is no column "${quoted(key)}"; the columns are ${listed(columns.map((name) => quoted(name, 30)))}`,
        ),
      );
  }
  return { ok: true, value: { columns: given, file } };
}

function meaningOf(text: string): Given | undefined {
  const plain = text.toLowerCase().replaceAll("_", " ");
  const isError = plain.endsWith(" error");
  const word = isError ? plain.slice(0, -" error".length) : plain;
  const role = (Object.keys(words) as ColumnRole[]).find((candidate) =>
    (words[candidate] as readonly string[]).includes(word),
  );
  return role && { role, isError };
}
