/**
 * @file Cells as text: `matrix;operations`. The matrix is the whole adjacency matrix row by row as in the published records, the
 * operations are NASBench-101's names from input to output: `010001000;input,conv3x3-bn-relu,output`.
 */
import { numbersIn } from "../literal.ts";
import { maxNotationLength } from "../space.ts";
import { operations, pruned, type VertexGraph } from "./graph.ts";

/** The text of a graph. */
export function printGraph(graph: VertexGraph): string {
  let matrix = "";
  for (let from = 0; from < graph.vertices; from++)
    for (let to = 0; to < graph.vertices; to++) matrix += (graph.sources[to]! >> from) & 1;
  const names = graph.operations.map((operation) => operations[operation]);
  return `${matrix};${["input", ...names, "output"].join(",")}`;
}

/** Longest matrix that is read: bit masks hold 31 vertices, the space 7. */
const maxVertices = 16;

/** Whether the text names a cell by its published hash. */
export const isHash = (text: string): boolean => /^[0-9a-f]{32}$/i.test(text);

/**
 * Reads `matrix;operations`, leniently: the matrix may be the upper triangle only (row by row, without the diagonal), with
 * brackets, commas or spaces between the digits, or as NumPy prints it, whole numbers or floats; operations may be short (`conv3x3`,
 * `conv1x1`, `maxpool`) or label digits (0, 1, 2), in brackets and quotes, and may leave out `input` and `output`. Also reads the
 * members of a record of the NASBench-101 API, and NAS-Bench-Suite-Zero's tuples: the whole matrix, then input, output, maxpool, conv1x1,
 * conv3x3 = 0 to 4 per vertex. A vertex with operation `none` must be off every path. `undefined` where the text is not an upward graph.
 */
export function parseGraph(text: string): VertexGraph | undefined {
  if (text.length > maxNotationLength) return undefined;
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) return fromRecord(trimmed);
  const parts = trimmed.split(";");
  if (parts.length === 1) return fromNumbers(numbersIn(trimmed));
  if (parts.length !== 2) return undefined;
  const bare = parts[0]!.replace(/np\.|numpy\.|array|matrix|dtype=\w+/g, "").replace(/([01])\.0*/g, "$1");
  const digits = bare.replace(/[\s,[\]()"']/g, "");
  return graphFrom(digits, namesIn(parts[1]!));
}

/** A vertex that is there in the matrix and does nothing. */
const unused = -2;

function graphFrom(digits: string, names: readonly string[]): VertexGraph | undefined {
  const labels = labelsOf(names);
  if (!/^[01]+$/.test(digits) || !labels || labels.length + 2 > maxVertices) return undefined;
  const vertices = labels.length + 2;
  const whole = digits.length === vertices * vertices;
  if (!whole && digits.length !== (vertices * (vertices - 1)) / 2) return undefined;
  const sources = new Array<number>(vertices).fill(0);
  let upper = 0;
  for (let from = 0; from < vertices; from++)
    for (let to = whole ? 0 : from + 1; to < vertices; to++) {
      if (digits[whole ? from * vertices + to : upper++] === "0") continue;
      if (to <= from) return undefined;
      sources[to]! |= 1 << from;
    }
  if (!labels.includes(unused)) return { vertices, sources, operations: labels };
  const kept = pruned({ vertices, sources, operations: labels });
  return kept?.operations.includes(unused) ? undefined : kept;
}

const namesIn = (text: string): string[] =>
  text
    .replace(/[[\]()"']/g, "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");

/** Inner vertices only; `undefined` where a name is none. */
function labelsOf(names: readonly string[]): number[] | undefined {
  if ((names[0] === "input") !== (names.at(-1) === "output")) return undefined;
  const inner = names[0] === "input" ? names.slice(1, -1) : names;
  const labels = inner.map((name) => {
    if (name === "none") return unused;
    if (/^\d$/.test(name) && Number(name) < operations.length) return Number(name);
    return operations.findIndex((operation) => name.length >= "maxpool".length && operation.startsWith(name));
  });
  return labels.includes(-1) ? undefined : labels;
}

function fromRecord(text: string): VertexGraph | undefined {
  let record: Readonly<Record<string, unknown>>;
  try {
    record = JSON.parse(text) as typeof record;
  } catch {
    return undefined;
  }
  const matrix = record.module_adjacency ?? record.matrix;
  const names = record.module_operations ?? record.operations ?? record.ops;
  if (!Array.isArray(matrix) || !Array.isArray(names)) return undefined;
  return graphFrom(
    matrix.flat().join(""),
    names.map((name) => String(name).toLowerCase()),
  );
}

const tupleNames = ["input", "output", "maxpool3x3", "conv1x1-bn-relu", "conv3x3-bn-relu"] as const;

/** n² + n numbers; the place of input and output among them shows that the operations are counted in this way. */
function fromNumbers(numbers: readonly number[] | undefined): VertexGraph | undefined {
  if (!numbers) return undefined;
  const vertices = Math.floor(Math.sqrt(numbers.length));
  if (vertices < 2 || vertices * (vertices + 1) !== numbers.length) return undefined;
  const names = numbers.slice(vertices * vertices).map((number) => tupleNames[number] ?? "");
  return graphFrom(numbers.slice(0, vertices * vertices).join(""), names);
}
