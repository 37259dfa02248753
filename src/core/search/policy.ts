/** @file An autoregressive policy over the decisions of a space: an LSTM that reads the choice before and gives probabilities to the next. */
import type { Random } from "../random.ts";
import type { Architecture, Decision } from "../spaces/space.ts";
import { Lstm } from "./neural/lstm.ts";
import { Parameters } from "./neural/parameters.ts";
import { softmax, Tape, type Value } from "./neural/tape.ts";

/** Entries of the hidden state. */
const width = 32;

export class Policy {
  readonly parameters: Parameters;
  readonly #lstm: Lstm;
  readonly #heads: readonly Value[];

  constructor(decisions: readonly Decision[], random: Random) {
    this.parameters = new Parameters(random);
    this.#lstm = new Lstm(this.parameters, decisions, width);
    // Near zero: the policy begins close to uniform.
    this.#heads = decisions.map(({ choices }) => this.parameters.create(choices.length * width, 0.01));
  }

  /** Draws an architecture, valid or not. */
  sample(random: Random): {
    readonly architecture: Architecture;
    readonly probabilities: readonly Float64Array[];
  } {
    const architecture: number[] = [];
    const probabilities: Float64Array[] = [];
    this.#unroll(new Tape(), (logits) => {
      const shares = softmax(logits.data);
      let rest = random.next();
      let choice = 0;
      while (choice < shares.length - 1 && rest >= shares[choice]!) rest -= shares[choice++]!;
      architecture.push(choice);
      probabilities.push(shares);
      return choice;
    });
    return { architecture, probabilities };
  }

  /**
   * Adds to the gradients those of −advantage · log π(architecture) − entropyWeight · Σ entropy, so that a descent makes architectures
   * of positive advantage more likely (Williams 1992). Both sums go over the decisions.
   * @returns that loss
   */
  reinforce(architecture: Architecture, advantage: number, entropyWeight: number): number {
    const tape = new Tape();
    const logProbabilities: Value[] = [];
    const entropies: Value[] = [];
    this.#unroll(tape, (logits, slot) => {
      logProbabilities.push(tape.logProbability(logits, architecture[slot]!));
      entropies.push(tape.entropy(logits));
      return architecture[slot]!;
    });
    const loss = tape.sum([tape.sum(logProbabilities, -advantage), tape.sum(entropies, -entropyWeight)]);
    tape.backward(loss);
    return loss.data[0]!;
  }

  #unroll(tape: Tape, choose: (logits: Value, slot: number) => number): void {
    let input = this.#lstm.input(tape);
    let state = this.#lstm.start();
    for (const [slot, head] of this.#heads.entries()) {
      state = this.#lstm.step(tape, [input], state);
      const choice = choose(tape.affine(head, state.hidden), slot);
      input = this.#lstm.input(tape, { slot, choice });
    }
  }
}
