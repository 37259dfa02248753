/** @file How gradients meet: what flows back to each value, added up only when everything that reads it has spoken. */
import { gradientNeeds, type ValueId } from "../../core/network/network.ts";
import type { Block } from "./arena.ts";
import type { Pass, Ref, Term } from "./pass.ts";
import { NONE } from "./program.ts";
import type { Contribution } from "./views.ts";

/** A dispatch that writes `base` plus its share of a gradient to `output`; `base` is NONE or may be `output` itself. */
type Emit = (base: number, output: number) => void;

interface Inflow {
  /** Gradients that exist already, of all or of the first channels. */
  readonly plain: Term[];
  readonly emits: { readonly emit: Emit; readonly reads: readonly Block[] }[];
}

export class GradientFlow {
  readonly #pass: Pass;
  readonly #inflows: (Inflow | undefined)[] = [];
  readonly #needed: readonly boolean[];
  /** Gradients of weights, in slices. */
  readonly contributions: Contribution[] = [];

  constructor(pass: Pass) {
    this.#pass = pass;
    this.#needed = gradientNeeds(pass.network);
  }

  needs(id: ValueId): boolean {
    return this.#needed[id] as boolean;
  }

  #inflow(id: ValueId): Inflow {
    const inflow = this.#inflows[id] ?? { plain: [], emits: [] };
    this.#inflows[id] = inflow;
    return inflow;
  }

  /** The gradient of `id` gains what lies at `ref`; `extent` channels of it. */
  add(id: ValueId, ref: Ref, extent = this.#pass.shape(id).channels): void {
    if (!this.needs(id)) return;
    this.#pass.setting.arena.retain(ref.block);
    this.#inflow(id).plain.push({ ref, extent });
  }

  /** The gradient of `id` gains what a dispatch writes; the blocks it reads are kept until then. */
  emit(id: ValueId, reads: readonly Block[], emit: Emit): void {
    if (!this.needs(id)) return;
    for (const block of reads) this.#pass.setting.arena.retain(block);
    this.#inflow(id).emits.push({ emit, reads });
  }

  /** The sum of all that flows back to a value, to be released by the caller; undefined where nothing does. */
  collect(id: ValueId): Ref | undefined {
    const inflow = this.#inflows[id];
    this.#inflows[id] = undefined;
    if (!inflow) return undefined;
    const { arena } = this.#pass.setting;
    const { plain, emits } = inflow;
    const [only] = plain;
    const whole = plain.length === 1 && only?.extent === this.#pass.shape(id).channels;
    if (whole && emits.length === 0) return only.ref;
    const block = this.#pass.allocate(id);
    let base = NONE;
    if (whole) base = only.ref.at;
    else if (plain.length > 0) {
      this.#pass.combine(plain, block.offset, id);
      base = block.offset;
    }
    for (const { emit, reads } of emits) {
      emit(base, block.offset);
      base = block.offset;
      for (const read of reads) arena.release(read);
    }
    for (const { ref } of plain) arena.release(ref.block);
    return { block, at: block.offset };
  }
}
