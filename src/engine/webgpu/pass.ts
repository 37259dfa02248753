/** @file One network's way through a program: what its values are at the moment, and the means to read them. */
import type { Network, Operation, Shape, ValueId } from "../../core/network/network.ts";
import type { Arena, Block } from "./arena.ts";
import { kernels } from "./kernel.ts";
import { NO_FLOOR, NONE, type Program } from "./program.ts";
import type { Views } from "./views.ts";

/** A feature map in the arena: [channel, row, column, image] from `at` on. */
export interface Ref {
  readonly block: Block;
  readonly at: number;
}

/** A term of `combine.wgsl`. */
export interface Term {
  readonly ref: Ref;
  readonly extent: number;
  readonly statistics?: Block;
  readonly scale?: number;
  readonly shift?: number;
  readonly mask?: number;
  readonly elementwise?: boolean;
  readonly gate?: number;
  readonly floor?: number;
}

/**
 * What a value is: stored; the ReLU of something stored, to be taken by whoever reads it; or a term of a sum (a batch norm, a
 * masked path) that is folded into the sum that reads it, and stored only where something else does.
 */
type Form =
  | { readonly kind: "stored"; readonly ref: Ref }
  | { readonly kind: "rectified"; readonly ref: Ref }
  | { readonly kind: "term"; readonly term: Term };

/** Where batch norm takes its statistics from. `sums` by operation index, see `statistics.wgsl`. */
export type NormSource =
  | { readonly kind: "batch" }
  | { readonly kind: "track"; readonly rate: number }
  | { readonly kind: "running" }
  | { readonly kind: "observe" | "recall"; readonly sums: ReadonlyMap<number, Block>; readonly rate: number };

export interface Setting {
  readonly program: Program;
  readonly arena: Arena;
  readonly views: Views;
  readonly batch: number;
  readonly norm: NormSource;
  /** Present in training: dropout is active, and what the backward pass needs is kept. */
  readonly training?: { readonly seed: number; readonly path: number };
}

/** Elements that a thread of an element-wise kernel handles. */
const PER_THREAD = 4;

export class Pass {
  readonly network: Network;
  readonly setting: Setting;
  readonly #forms: (Form | undefined)[] = [];
  readonly #unread: number[];
  /** Blocks an operation keeps for its backward pass, and masks, by operation index. */
  readonly kept = new Map<number, Block[]>();
  readonly masks = new Map<number, number>();

  constructor(network: Network, setting: Setting, input: Block) {
    this.network = network;
    this.setting = setting;
    this.#unread = network.shapes.map(() => 0);
    this.#forms[0] = { kind: "stored", ref: { block: this.setting.arena.retain(input), at: input.offset } };
  }

  shape(id: ValueId): Shape {
    return this.network.shapes[id] as Shape;
  }

  /** Elements of one channel over the batch. */
  plane(id: ValueId): number {
    const { height, width } = this.shape(id);
    return height * width * this.setting.batch;
  }

  /** A place for a value's feature map. */
  allocate(id: ValueId): Block {
    return this.setting.arena.allocate(this.plane(id) * this.shape(id).channels);
  }

  operation(index: number): Operation {
    return this.network.operations[index] as Operation;
  }

  store(id: ValueId, block: Block): void {
    this.#forms[id] = { kind: "stored", ref: { block, at: block.offset } };
  }

  /** Gives a value a form that reads what others own. */
  derive(id: ValueId, form: Form): void {
    for (const block of blocksOf(form)) this.setting.arena.retain(block);
    this.#forms[id] = form;
  }

  form(id: ValueId): Form {
    const form = this.#forms[id];
    if (!form) throw new Error(`value ${id} is not there`);
    const block = form.kind === "term" ? undefined : form.ref.block;
    if (block) this.setting.program.after(block);
    return form;
  }

  /** The value as a feature map in memory. */
  stored(id: ValueId): Ref {
    const form = this.form(id);
    if (form.kind === "stored") return form.ref;
    const block = this.allocate(id);
    this.combine([this.term(id)], block.offset, id);
    // Another operation of the same level may read it, too.
    this.setting.program.mark(block);
    this.drop(id);
    this.store(id, block);
    return { block, at: block.offset };
  }

  /** The value for a kernel that can take a ReLU on the way in. */
  readable(id: ValueId): { ref: Ref; floor: number; rectified: boolean } {
    const form = this.form(id);
    if (form.kind === "rectified") return { ref: form.ref, floor: 0, rectified: true };
    return { ref: this.stored(id), floor: NO_FLOOR, rectified: false };
  }

  /** The value as a term of a sum. */
  term(id: ValueId): Term {
    const form = this.form(id);
    const extent = this.shape(id).channels;
    if (form.kind === "term") return form.term;
    return { ref: form.ref, extent, ...(form.kind === "rectified" && { floor: 0 }) };
  }

  /** Writes the sum of terms, shaped like value `id`, to `output`. */
  combine(terms: readonly Term[], output: number, id: ValueId): void {
    const { channels } = this.shape(id);
    const plane = this.plane(id);
    let rest = terms;
    do {
      const part = rest.slice(0, 4);
      rest = rest.slice(4);
      const chunks = Math.ceil(plane / PER_THREAD);
      this.setting.program.dispatch(
        kernels.combine,
        {
          TERMS: part.length,
          FILTERED: part.some(({ mask, gate }) => mask !== undefined || gate !== undefined) ? 1 : 0,
        },
        {
          batch: this.setting.batch,
          plane,
          channels,
          chunks,
          output,
          unused: 0,
          unused2: 0,
          unused3: 0,
          term: part.map((term) => ({
            x: term.ref.at,
            extent: term.extent,
            statistics: term.statistics?.offset ?? NONE,
            scale: term.scale ?? NONE,
            shift: term.shift ?? NONE,
            mask: term.mask ?? NONE,
            elementwise: term.elementwise ? 1 : 0,
            gate: term.gate ?? NONE,
            floor: term.floor ?? NO_FLOOR,
            unused: 0,
            unused2: 0,
            unused3: 0,
          })),
        },
        chunks * channels,
      );
      // What is left over is added to the sum so far.
      if (rest.length > 0)
        rest = [{ ref: { block: terms[0]?.ref.block as Block, at: output }, extent: channels }, ...rest];
    } while (rest.length > 0);
  }

  /** Threads of `normGradient` and `combine` for one channel. */
  chunks(id: ValueId): number {
    return Math.ceil(this.plane(id) / PER_THREAD);
  }

  /** Announces a reader of a value; `read` withdraws it, and drops the value with the last one where nothing comes back for it. */
  expect(id: ValueId): void {
    this.#unread[id] = (this.#unread[id] as number) + 1;
  }

  read(id: ValueId): void {
    this.#unread[id] = (this.#unread[id] as number) - 1;
    if (this.#unread[id] === 0 && !this.setting.training) this.drop(id);
  }

  /** Gives back what a value holds. */
  drop(id: ValueId): void {
    const form = this.#forms[id];
    if (!form) return;
    for (const block of blocksOf(form)) this.setting.arena.release(block);
    this.#forms[id] = undefined;
  }

  /** Keeps a block until the operation's backward pass, or not at all outside training. */
  keep(index: number, ...blocks: Block[]): void {
    this.kept.set(index, blocks);
    if (!this.setting.training) this.forget(index);
  }

  forget(index: number): void {
    for (const block of this.kept.get(index) ?? []) this.setting.arena.release(block);
    this.kept.delete(index);
  }
}

function blocksOf(form: Form): Block[] {
  if (form.kind !== "term") return [form.ref.block];
  const { ref, statistics } = form.term;
  return statistics ? [ref.block, statistics] : [ref.block];
}
