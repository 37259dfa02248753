/** @file The three networks of neural architecture optimization: encoder, predictor of the score, decoder. */
import type { Random } from "../random.ts";
import type { Architecture, Decision } from "../spaces/space.ts";
import { Lstm, type LstmState } from "./neural/lstm.ts";
import { Parameters } from "./neural/parameters.ts";
import { Tape, type Value, valueFrom } from "./neural/tape.ts";

/** Entries of a hidden state. */
const width = 16;

/** What stands for an architecture: the encoder's hidden state after each decision. */
type Latent = readonly Float64Array[];

export class NaoModel {
  readonly parameters: Parameters;
  readonly #encoder: Lstm;
  readonly #decoder: Lstm;
  /** What a state of the encoder adds to the decoder's pre-activations. */
  readonly #attended: Value;
  readonly #heads: readonly Value[];
  readonly #layer: { readonly weight: Value; readonly bias: Value };
  readonly #output: { readonly weight: Value; readonly bias: Value };

  constructor(decisions: readonly Decision[], random: Random) {
    const parameters = new Parameters(random);
    const bound = 1 / Math.sqrt(width);
    this.parameters = parameters;
    this.#encoder = new Lstm(parameters, decisions, width);
    this.#decoder = new Lstm(parameters, decisions, width);
    this.#attended = parameters.create(4 * width * width, bound);
    this.#heads = decisions.map(({ choices }) => parameters.create(choices.length * width, bound));
    this.#layer = {
      weight: parameters.create(width * width, bound),
      bias: parameters.create(width, bound),
    };
    this.#output = { weight: parameters.create(width, bound), bias: parameters.create(1, bound) };
  }

  encode(architecture: Architecture): Latent {
    return this.#encoded(new Tape(), architecture).map(({ data }) => data);
  }

  /** The predicted score, [0, 1], and its gradient with respect to every entry of the latent states. */
  predict(latent: Latent): { readonly score: number; readonly gradient: Latent } {
    const tape = new Tape();
    const states = latent.map(valueFrom);
    const predicted = this.#predicted(tape, states);
    tape.backward(predicted);
    this.parameters.clearGradients();
    return { score: predicted.data[0]!, gradient: states.map(({ gradient }) => gradient) };
  }

  /** The choices that the decoder holds likeliest, one after the other. */
  decode(latent: Latent): Architecture {
    const architecture: number[] = [];
    this.#decoded(new Tape(), latent.map(valueFrom), ({ data }) => {
      const choice = data.indexOf(Math.max(...data));
      architecture.push(choice);
      return choice;
    });
    return architecture;
  }

  /**
   * Adds to the gradients those of λ · (predicted − score)² + (1 − λ) · the mean cross-entropy of decoding the architecture again.
   * @param tradeOff λ, [0, 1]
   * @returns that loss
   */
  learn(architecture: Architecture, score: number, tradeOff: number): number {
    const tape = new Tape();
    const states = this.#encoded(tape, architecture);
    const error = tape.squaredError(this.#predicted(tape, states), score);
    const logProbabilities: Value[] = [];
    this.#decoded(tape, states, (logits, slot) => {
      logProbabilities.push(tape.logProbability(logits, architecture[slot]!));
      return architecture[slot]!;
    });
    const loss = tape.sum([
      tape.sum([error], tradeOff),
      tape.sum(logProbabilities, -(1 - tradeOff) / architecture.length),
    ]);
    tape.backward(loss);
    return loss.data[0]!;
  }

  #encoded(tape: Tape, architecture: Architecture): Value[] {
    let state = this.#encoder.start();
    return architecture.map((choice, slot) => {
      state = this.#encoder.step(tape, [this.#encoder.input(tape, { slot, choice })], state);
      return state.hidden;
    });
  }

  #predicted(tape: Tape, states: readonly Value[]): Value {
    const mean = tape.sum(states, 1 / states.length);
    const hidden = tape.tanh(tape.affine(this.#layer.weight, mean, this.#layer.bias));
    return tape.sigmoid(tape.affine(this.#output.weight, hidden, this.#output.bias));
  }

  #decoded(tape: Tape, states: readonly Value[], choose: (logits: Value, slot: number) => number): void {
    let before = this.#decoder.input(tape);
    let state: LstmState = { ...this.#decoder.start(), hidden: states.at(-1)! };
    for (const [slot, head] of this.#heads.entries()) {
      state = this.#decoder.step(tape, [before, tape.affine(this.#attended, states[slot]!)], state);
      const choice = choose(tape.affine(head, state.hidden), slot);
      before = this.#decoder.input(tape, { slot, choice });
    }
  }
}
