/** @file Weight views on the device: whole parameters are read where they lie, others are derived into the room behind them. */
import { type ChannelChoice, chosenWidth, viewShape, type WeightView } from "../../core/network/network.ts";
import { isWhole, type Reads, readsOf } from "../../core/network/view.ts";
import type { Arena, Block } from "./arena.ts";
import { kernels } from "./kernel.ts";
import type { Entry, ParameterStore } from "./parameterStore.ts";
import { floatBits, NONE, type Program } from "./program.ts";

/** Slices of a weight gradient in the arena, to be added up. */
export interface Contribution {
  readonly entry: Entry;
  readonly block: Block;
  readonly at: number;
  readonly slices: number;
  readonly stride: number;
}

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

function transposed(reads: readonly Reads[], width: number): readonly Reads[] {
  const readers: [number, number][][] = Array.from({ length: width }, () => []);
  reads.forEach((pairs, reader) => {
    for (const [index, factor] of pairs) readers[index]?.push([reader, factor]);
  });
  return readers;
}

/** The layout that view.wgsl reads: starts of all lists and the end, then the pairs. */
function tableOf(lists: readonly Reads[]): number[] {
  const table: number[] = [];
  let start = lists.length + 1;
  for (const list of lists) {
    table.push(start);
    start += 2 * list.length;
  }
  table.push(start);
  for (const list of lists) for (const [index, factor] of list) table.push(index, floatBits(factor));
  return table;
}

export class Views {
  readonly #program: Program;
  readonly #parameters: ParameterStore;
  readonly #known = new Map<WeightView, number>();
  /** Floats derived so far, counted from the end of the parameters. */
  derived = 0;
  #base: number | undefined;

  constructor(program: Program, parameters: ParameterStore) {
    this.#program = program;
    this.#parameters = parameters;
  }

  /** Fixes where derived weights start; every parameter must have its place by then. */
  begin(): void {
    this.#base = this.#parameters.end;
  }

  /** Offset of a view's values in the weights buffer. Stays valid for the program as long as the parameter does not move. */
  weight(view: WeightView): number {
    if (isWhole(view)) return this.#parameters.entry(view.parameter).offset;
    const known = this.#known.get(view);
    this.#program.after(view);
    if (known !== undefined) return known;
    const at = this.derive(view);
    this.#program.mark(view);
    this.#known.set(view, at);
    return at;
  }

  /** Room for `count` derived floats. */
  reserve(count: number): number {
    if (this.#base === undefined) throw new Error("parameters may still move");
    const at = this.#base + this.derived;
    this.derived += count;
    return at;
  }

  /** Computes a view anew, at `at` or in room of its own. */
  derive(view: WeightView, at = this.reserve(product(viewShape(view)))): number {
    const { parameter, center } = view;
    const g = this.#geometry(view);
    this.#program.dispatch(
      kernels.view,
      {},
      {
        parameter: this.#parameters.entry(parameter).offset,
        output: at,
        whole: g.whole,
        side: g.side,
        ins: g.ins,
        outs: g.outs,
        newIns: g.newIns,
        newOuts: g.newOuts,
        inTable: g.inTable,
        outTable: g.outTable,
        matrix: center?.transform ? this.#parameters.entry(center.transform).offset : NONE,
      },
      product(viewShape(view)),
    );
    return at;
  }

  /** Table of the channels that read each entry of a chosen vector, for track.wgsl. */
  readers(view: WeightView): number {
    return this.#table(view.outputs, view.parameter.shape.at(-1) as number, true);
  }

  #table(choice: ChannelChoice | undefined, width: number, back: boolean): number {
    const name =
      choice?.kind === "pick" ? `pick ${choice.indices.join()}` : `${choice?.kind} ${choice?.count}`;
    const key = `${name} of ${width} ${back}`;
    const known = tables.get(key);
    if (known) return this.#program.table(known, key);
    const reads = readsOf(choice, width);
    const table = Uint32Array.from(tableOf(back ? transposed(reads, width) : reads));
    // Random choices would fill the memory; the regular ones are few.
    if (choice?.kind !== "pick") tables.set(key, table);
    return this.#program.table(table, key);
  }

  #geometry({ parameter, center, inputs, outputs }: WeightView) {
    const { shape } = parameter;
    const whole = shape.length === 4 ? (shape[0] as number) : 1;
    const outs = shape.at(-1) as number;
    const ins = shape.length > 1 ? (shape.at(-2) as number) : 1;
    return {
      whole,
      side: center?.side ?? whole,
      ins,
      outs,
      newIns: chosenWidth(inputs, ins),
      newOuts: chosenWidth(outputs, outs),
      inTable: this.#table(inputs, ins, false),
      outTable: this.#table(outputs, outs, false),
    };
  }

  /** Carries the gradient of a view's values back to its parameters; takes the block over. */
  contribute(arena: Arena, view: WeightView, block: Block, at: number, slices: number): Contribution[] {
    const count = product(viewShape(view));
    const entry = this.#parameters.entry(view.parameter);
    if (isWhole(view)) return [{ entry, block, at, slices, stride: count }];
    let gradient = { block, at };
    if (slices > 1) {
      const sum = arena.allocate(count);
      this.#program.dispatch(kernels.sumSlices, {}, { count, slices, input: at, output: sum.offset }, count);
      arena.release(block);
      gradient = { block: sum, at: sum.offset };
    }
    const transform = view.center?.transform;
    const matrix = transform && this.#parameters.entry(transform);
    const own = arena.allocate(entry.size);
    const other = matrix && arena.allocate(matrix.size);
    const { whole, side, ins, outs, newIns, newOuts } = this.#geometry(view);
    this.#program.dispatch(
      kernels.viewGradient,
      {},
      {
        parameter: entry.offset,
        gradient: gradient.at,
        output: own.offset,
        matrixOutput: other?.offset ?? NONE,
        whole,
        side,
        ins,
        outs,
        newIns,
        newOuts,
        inReaders: this.#table(view.inputs, ins, true),
        outReaders: this.#table(view.outputs, outs, true),
        matrix: matrix?.offset ?? NONE,
      },
      entry.size + (matrix?.size ?? 0),
    );
    arena.release(gradient.block);
    const result = [{ entry, block: own, at: own.offset, slices: 1, stride: entry.size }];
    if (matrix && other)
      result.push({ entry: matrix, block: other, at: other.offset, slices: 1, stride: matrix.size });
    return result;
  }
}

const tables = new Map<string, Uint32Array>();
