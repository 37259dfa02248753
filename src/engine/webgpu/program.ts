/** @file A program: dispatches in order with their uniform blocks and tables, all in ordinary memory until it is encoded. */
import type { Field, Kernel, Params } from "./kernel.ts";
import { type Constants, PARAMS_BYTES, type Pipelines, type Prepared } from "./pipelines.ts";

/** An offset that stands for "absent", as in `bindings.wgsl`. */
export const NONE = 0xffffffff;
/** `floor` of a kernel that reads without ReLU: the lowest number. */
export const NO_FLOOR = -3.4e38;

const WORDS = PARAMS_BYTES / 4;
const MAX_GROUPS = 65_535;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);
/** The bits of a number as float32, for tables. */
export function floatBits(value: number): number {
  float[0] = value;
  return bits[0] as number;
}

export class Program {
  readonly #pipelines: Pipelines;
  readonly steps: Prepared[] = [];
  /** Workgroups in x and y, and jobs, of each slot. */
  readonly #groups: number[] = [];
  #levelStart = 0;
  #cursor = -1;
  readonly #marks = new Map<unknown, number>();
  #words = new Uint32Array(WORDS * 64);
  #floats = new Float32Array(this.#words.buffer);
  #tables = new Uint32Array(1024);
  #tableEnd = 0;
  readonly #tableKeys = new Map<string, number>();

  constructor(pipelines: Pipelines) {
    this.#pipelines = pipelines;
  }

  /** Adds a dispatch of `threads` threads in workgroups of 64. */
  dispatch(kernel: Kernel, constants: Constants, params: Params, threads: number): void {
    this.dispatchGroups(kernel, constants, params, Math.ceil(threads / 64));
  }

  /** Adds a dispatch of `groups` workgroups: to a slot with others like it, or in a slot of its own. */
  dispatchGroups(kernel: Kernel, constants: Constants, params: Params, groups: number): void {
    const prepared = this.#pipelines.get(kernel, constants, params);
    const rows = Math.ceil(groups / MAX_GROUPS);
    const columns = rows > 1 ? MAX_GROUPS : groups;
    let index = this.steps.length;
    if (kernel.jobs > 1)
      for (let slot = Math.max(this.#levelStart, this.#cursor + 1); slot < this.steps.length; slot++)
        if (
          this.steps[slot] === prepared &&
          (this.#groups[3 * slot + 2] as number) < kernel.jobs &&
          this.#groups[3 * slot] === columns &&
          this.#groups[3 * slot + 1] === rows
        ) {
          index = slot;
          break;
        }
    if (index === this.steps.length) {
      if ((index + 1) * WORDS > this.#words.length) this.#grow();
      this.steps.push(prepared);
      this.#groups.push(columns, rows, 0);
    }
    const job = this.#groups[3 * index + 2] as number;
    this.#groups[3 * index + 2] = job + 1;
    this.#write(kernel.fields, params, index * WORDS + job * kernel.words);
    this.#cursor = index;
  }

  /** From here on dispatches may share slots with each other, and with none before. */
  startLevel(): void {
    this.#levelStart = this.steps.length;
    this.#cursor = this.#levelStart - 1;
  }

  /** Begins an operation that depends on no other of its level; its own dispatches follow each other. */
  startOperation(): void {
    this.#cursor = this.#levelStart - 1;
  }

  /** Makes what follows in this operation come after the dispatch that was marked with `key`, if there was one. */
  after(key: unknown): void {
    this.#cursor = Math.max(this.#cursor, this.#marks.get(key) ?? -1);
  }

  /** Remembers the last dispatch for `after`. */
  mark(key: unknown): void {
    this.#marks.set(key, this.#cursor);
  }

  #write(fields: readonly Field[], params: Params, start: number): number {
    let at = start;
    for (const field of fields) {
      const value = params[field.name];
      if (field.kind === "integer") this.#words[at++] = value as number;
      else if (field.kind === "float") this.#floats[at++] = value as number;
      else {
        const structs = value as readonly Readonly<Record<string, number>>[];
        for (const struct of structs) at = this.#write(field.fields, struct, at);
        at += (field.count - structs.length) * field.fields.length;
      }
    }
    return at;
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
    this.#floats = new Float32Array(words.buffer);
  }

  /** Appends words to the tables and returns where they start. With `key`, equal content is stored once. */
  table(content: ArrayLike<number>, key?: string): number {
    const known = key === undefined ? undefined : this.#tableKeys.get(key);
    if (known !== undefined) return known;
    const start = this.#tableEnd;
    this.#tableEnd += content.length;
    if (this.#tableEnd > this.#tables.length) {
      const tables = new Uint32Array(2 * this.#tableEnd);
      tables.set(this.#tables);
      this.#tables = tables;
    }
    this.#tables.set(content, start);
    if (key !== undefined) this.#tableKeys.set(key, start);
    return start;
  }

  /** Appends numbers as float32. */
  floatTable(content: Float32Array): number {
    return this.table(new Uint32Array(content.buffer, content.byteOffset, content.length));
  }

  get params(): Uint32Array {
    return this.#words.subarray(0, this.steps.length * WORDS);
  }

  get tables(): Uint32Array {
    return this.#tables.subarray(0, this.#tableEnd);
  }

  /** Waits until every pipeline is compiled; returns at once when nothing is missing. */
  async ready(): Promise<void> {
    const missing = this.steps.filter(({ pipeline }) => pipeline === undefined);
    if (missing.length > 0) await Promise.all(missing.map(({ ready }) => ready));
  }

  /** Encodes the dispatches `from` (included) to `to` (excluded); their uniform blocks start at the params buffer's beginning. */
  encode(pass: GPUComputePassEncoder, bindGroup: GPUBindGroup, from = 0, to = this.steps.length): void {
    const offsets = Uint32Array.from({ length: to }, (_, i) => i * PARAMS_BYTES);
    let current: GPUComputePipeline | undefined;
    for (let i = from; i < to; i++) {
      const { pipeline } = this.steps[i] as Prepared;
      if (!pipeline) throw new Error("a pipeline is not ready");
      if (pipeline !== current) pass.setPipeline(pipeline);
      current = pipeline;
      pass.setBindGroup(0, bindGroup, offsets, i, 1);
      pass.dispatchWorkgroups(
        this.#groups[3 * i] as number,
        this.#groups[3 * i + 1] as number,
        this.#groups[3 * i + 2] as number,
      );
    }
  }
}
