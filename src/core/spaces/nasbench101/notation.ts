/**
 * @file Cells as text: `matrix;operations`. The matrix is the whole adjacency matrix row by row as in the published records, the
 * operations are NASBench-101's names from input to output: `010001000;input,conv3x3-bn-relu,output`.
 */
import { longestNotation } from "../space.ts";
import { operations, type VertexGraph } from "./graph.ts";

/** The text of a graph. */
export function printGraph(graph: VertexGraph): string {
  let matrix = "";
  for (let from = 0; from < graph.vertices; from++)
    for (let to = 0; to < graph.vertices; to++) matrix += (graph.sources[to]! >> from) & 1;
  const names = graph.operations.map((operation) => operations[operation]);
  return `${matrix};${["input", ...names, "output"].join(",")}`;
}

/** Longest matrix that is read: bit masks hold 31 vertices, the space 7. */
const mostVertices = 16;

/**
 * Reads `matrix;operations`, leniently: the matrix may be the upper triangle only (row by row, without the diagonal), with
 * brackets, commas or spaces between the digits; operations may be short (`conv3x3`, `conv1x1`, `maxpool`) or label digits (0, 1,
 * 2), in brackets and quotes, and may leave out `input` and `output`. `undefined` where the text is not an upward graph.
 */
export function parseGraph(text: string): VertexGraph | undefined {
  if (text.length > longestNotation) return undefined;
  const parts = text.split(";");
  if (parts.length !== 2) return undefined;
  const digits = parts[0]!.replace(/[\s,[\]()]/g, "");
  const labels = labelsFrom(parts[1]!);
  if (!/^[01]+$/.test(digits) || !labels || labels.length + 2 > mostVertices) return undefined;
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
  return { vertices, sources, operations: labels };
}

function labelsFrom(text: string): number[] | undefined {
  const names = text
    .replace(/[[\]()"']/g, "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  if ((names[0] === "input") !== (names.at(-1) === "output")) return undefined;
  const inner = names[0] === "input" ? names.slice(1, -1) : names;
  const labels = inner.map((name) =>
    /^\d$/.test(name) && Number(name) < operations.length
      ? Number(name)
      : operations.findIndex((operation) => name.length >= "maxpool".length && operation.startsWith(name)),
  );
  return labels.includes(-1) ? undefined : labels;
}
