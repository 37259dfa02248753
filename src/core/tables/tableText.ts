/** @file Reads the text of a table, in pieces, in whatever form it is. */
import type { SearchSpace } from "../spaces/space.ts";
import { CsvReader } from "./csv.ts";
import type { Grid } from "./grid.ts";
import { JsonLines, readJson, startsWithLines } from "./json.ts";
import { readJsonGrid } from "./jsonGrid.ts";
import { lacksArchitectures } from "./meanings.ts";
import { tableFormat } from "./native.ts";
import { type TellProgress, untold } from "./progress.ts";
import { isArchitecture } from "./recognition.ts";
import { type ReadTable, readGrid, readNative, unusable } from "./understanding.ts";

/** Characters that tell the form. */
const firstLook = 10_000;
/** The first line of JSON lines is not longer. */
const longestLine = 2 ** 22;
/** After so many rows it shows whether any column names architectures. */
const headRows = 1000;

interface TextReaderInput {
  readonly space: SearchSpace;
  /** Of the file. */
  readonly name: string;
  /** Answers to questions, `column=meaning`. */
  readonly maps: readonly string[];
  readonly tell?: TellProgress;
}

/** Never throws, and takes a time linear in the text. What has rows is taken apart as it comes; other JSON is held whole. */
export class TextReader {
  readonly #input: TextReaderInput;
  /** The text so far, until its form shows. */
  #held: string[] = [];
  #length = 0;
  #wanted = firstLook;
  #form: CsvReader | JsonLines | "JSON" | undefined;
  #hasLooked = false;
  /** The first rows, where they tell that no column names architectures. */
  #head: Grid | undefined;
  /** Whether the rest of the text makes no difference. */
  isDone = false;

  constructor(input: TextReaderInput) {
    this.#input = input;
  }

  push(piece: string): void {
    if (this.#form instanceof CsvReader) {
      this.#form.push(piece);
      this.#look(this.#form);
      return;
    }
    if (this.#form instanceof JsonLines) {
      this.#form.push(piece);
      this.isDone = this.#form.isBroken;
      return;
    }
    this.#held.push(this.#length === 0 ? piece.replace(/^\ufeff/, "") : piece);
    this.#length += piece.length;
    if (this.#form === "JSON" || this.#length < this.#wanted) return;
    const text = this.#text();
    this.#form = isJson(text) ? this.#jsonForm(text) : new CsvReader(isArchitecture);
    if (this.#form === undefined) this.#wanted = 2 * this.#length;
    else if (this.#form !== "JSON") {
      this.#held = [];
      this.push(text);
    }
  }

  #text(): string {
    const text = this.#held.join("");
    this.#held = [text];
    return text;
  }

  #jsonForm(text: string): JsonLines | "JSON" | undefined {
    const isLines = startsWithLines(text);
    if (isLines === undefined && text.length < longestLine) return undefined;
    return isLines ? new JsonLines() : "JSON";
  }

  #look(csv: CsvReader): void {
    if (this.#hasLooked || csv.rows < headRows || this.#input.maps.length > 0) return;
    this.#hasLooked = true;
    const head = csv.headGrid(headRows);
    if (!head || !lacksArchitectures(head)) return;
    this.#head = head;
    this.isDone = true;
  }

  end(): ReadTable {
    const { space, name, maps, tell = untold } = this.#input;
    let form = this.#form;
    const text = this.#text();
    if (this.#head) return readGrid(this.#head, space, name, maps, tell);
    if (form === undefined && text.trim() === "") return unusable("the file is empty");
    if (form === undefined && !isJson(text)) {
      form = new CsvReader(isArchitecture);
      form.push(text);
    }
    if (form instanceof CsvReader) {
      const grid = form.end();
      return grid.ok ? readGrid(grid.value, space, name, maps, tell) : unusable(grid.problem.message, "CSV");
    }
    tell({ inOnePiece: text.length });
    const json = form instanceof JsonLines ? form.end() : readJson(text);
    this.#held = [];
    if (!json.ok) return unusable(json.problem.message, "JSON");
    const { value, isLines } = json.value;
    if (typeof value === "object" && value !== null && "format" in value && value.format === tableFormat)
      return readNative(value, space, name, maps, tell);
    const grid = readJsonGrid(value, isLines, isArchitecture, tell);
    return grid.ok ? readGrid(grid.value, space, name, maps, tell) : unusable(grid.problem.message, "JSON");
  }
}

const isJson = (text: string): boolean => /^\s*[{[]/.test(text.slice(0, firstLook));

/** The same of a text that is there. */
export function readTableText(
  text: string,
  space: SearchSpace,
  name: string,
  maps: readonly string[] = [],
): ReadTable {
  const reader = new TextReader({ space, name, maps });
  reader.push(text);
  return reader.end();
}
