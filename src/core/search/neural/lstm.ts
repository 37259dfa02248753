/** @file A layer of LSTM that reads an architecture decision by decision. */
import type { Decision } from "../../spaces/space.ts";
import type { Parameters } from "./parameters.ts";
import { type Tape, type Value, valueFrom, zeros } from "./tape.ts";

export interface LstmState {
  readonly hidden: Value;
  readonly memory: Value;
}

/** Pre-activations per hidden unit: three gates and the candidate. */
const gates = 4;

export class Lstm {
  readonly #width: number;
  readonly #recurrent: Value;
  readonly #bias: Value;
  readonly #choices: Value;
  /** Row of a decision's first choice; row 0 stands before the first decision. */
  readonly #starts: readonly number[];

  /** @param width entries of the hidden state */
  constructor(parameters: Parameters, decisions: readonly Decision[], width: number) {
    const bound = 1 / Math.sqrt(width);
    let rows = 1;
    this.#starts = decisions.map(({ choices }) => {
      const start = rows;
      rows += choices.length;
      return start;
    });
    this.#width = width;
    this.#recurrent = parameters.create(gates * width * width, bound);
    this.#bias = parameters.create(gates * width, bound);
    this.#choices = parameters.create(rows * gates * width, bound);
  }

  start(): LstmState {
    return { hidden: valueFrom(zeros(this.#width)), memory: valueFrom(zeros(this.#width)) };
  }

  /** What a choice, as an input that is 1 in one place and 0 elsewhere, adds to the pre-activations; before the first: `undefined`. */
  input(tape: Tape, chosen?: { readonly slot: number; readonly choice: number }): Value {
    const row = chosen ? this.#starts[chosen.slot]! + chosen.choice : 0;
    return tape.row(this.#choices, row, gates * this.#width);
  }

  /** @param inputs what each input adds to the pre-activations */
  step(tape: Tape, inputs: readonly Value[], { hidden, memory }: LstmState): LstmState {
    const recurrent = tape.affine(this.#recurrent, hidden, this.#bias);
    return tape.lstmCell(tape.sum([...inputs, recurrent]), memory);
  }
}
