/** @file P-DARTS: deeper networks and fewer operations from stage to stage, and dropout on skip connections. */
import { exp } from "../exactMath.ts";
import { realNumber, wholeNumber } from "./algorithm.ts";
import {
  ArchitectureParameters,
  defineDifferentiable,
  type PerChoice,
  type Relaxed,
  skipConnect,
  throughSoftmax,
} from "./differentiable.ts";

const stages = 3;
/** Of 8 operations the paper keeps 8, 5 and 3. */
const keptShares = [1, 5 / 8, 3 / 8] as const;
/** Of the 25 epochs of a stage the first 10 train weights alone. */
const warmupShare = 0.4;
/** The rate falls by this power of e over what is left of a stage: exp(−0.2) an epoch over 15 epochs in the authors' code. */
const dropoutDecay = 3;
/** Rates are rounded to multiples of one of these parts, so that a stage has few different networks. */
const dropoutParts = 20;

export const pDarts = defineDifferentiable({
  id: "p-darts",
  title: "P-DARTS",
  strategy: "gradient-based methods",
  explanation:
    "As DARTS, but in three stages that come closer to the final network: each is deeper than the one before and keeps fewer operations per edge, the strongest so far. Dropout on skip connections, strong at first and then fading, keeps them from winning by being easy to train; at the end at most a few of them stay.",
  origin:
    "Chen, Xie, Wu and Tian, Progressive Differentiable Architecture Search: Bridging the Depth Gap between Search and Evaluation, ICCV 2019, https://arxiv.org/abs/1904.12760",
  fidelity:
    "One, two and three times the run's cells in the place of 5, 11 and 17; the stand-alone networks here are as deep as the first. Operations kept: all, 5/8 and 3/8 of them, as 8, 5 and 3. Weights and architecture parameters begin anew in each stage. The architecture's learning rate is larger than the authors' 6e-4, because a search here takes hundreds of steps and not tens of thousands. Dropout on skip connections begins to fade after the warm-up of a stage; in the authors' code it falls from the start. First order, as there. The score by super-net is of the derived architecture at the depth of the last stage.",
  settings: [
    wholeNumber("steps", "Training steps, a third for each stage", 300, [stages, 1_000_000]),
    wholeNumber("skips", "Skip connections that the normal cell keeps at most", 2, [0, 14]),
    realNumber("drop1", "Dropout on skip connections, stage 1", 0, [0, 0.95]),
    realNumber("drop2", "Dropout on skip connections, stage 2", 0.4, [0, 0.95]),
    realNumber("drop3", "Dropout on skip connections, stage 3", 0.7, [0, 0.95]),
    realNumber("lr", "Learning rate of the architecture (Adam)", 0.01, [0.00001, 1]),
    realNumber("decay", "Weight decay of the architecture", 0.001, [0, 1]),
  ],
  begin(relaxed, random, steps, { skips, drop1, drop2, drop3, lr, decay }) {
    const { mixtures } = relaxed;
    const drops = [drop1, drop2, drop3];
    const first = (stage: number): number => Math.floor((stage * steps) / stages);
    let stage = 0;
    let kept = mixtures.map(({ choices }) => choices.map((_, choice) => choice));
    let parameters = new ArchitectureParameters(mixtures, random);
    const enter = (next: number): void => {
      const shares = parameters.probabilities;
      kept = kept.map((choices, m) => {
        const count = Math.max(1, Math.round(mixtures[m]!.choices.length * keptShares[next]!));
        const strongest = choices
          .map((choice, at) => ({ choice, share: shares[m]![at]! }))
          .sort((a, b) => b.share - a.share || a.choice - b.choice)
          .slice(0, count);
        return strongest.map(({ choice }) => choice).sort((a, b) => a - b);
      });
      parameters = new ArchitectureParameters(
        kept.map((choices) => ({ choices: choices.map(String) })),
        random,
      );
      stage = next;
    };
    const probabilities = (): number[][] =>
      kept.map((choices, m) => {
        const all = mixtures[m]!.choices.map(() => 0);
        for (const [at, choice] of choices.entries()) all[choice] = parameters.probabilities[m]![at]!;
        return all;
      });
    return {
      plan(step) {
        const now = Math.min(stages - 1, [1, 2].filter((later) => step >= first(later)).length);
        for (let next = stage + 1; next <= now; next++) enter(next);
        const [begin, length] = [first(stage), first(stage + 1) - first(stage)];
        const done = (step - begin) / length;
        const fading = Math.max(0, done - warmupShare) / (1 - warmupShare);
        const rate = drops[stage]! * exp(-dropoutDecay * fading);
        return {
          stage: { first: begin, steps: length },
          depth: stage + 1,
          variant: { skipDropout: Math.round(rate * dropoutParts) / dropoutParts },
          learns: done >= warmupShare,
        };
      },
      mixing: () => ({ kept, weights: parameters.probabilities }),
      descend({ weights }, gradients) {
        for (const [m, { gradient }] of parameters.values.entries())
          throughSoftmax(gradient, weights[m]!, new Map(gradients.weights[m]!.entries()));
        parameters.descend(lr, decay);
      },
      get probabilities() {
        return probabilities();
      },
      get strengths() {
        return withFewSkips(relaxed, probabilities(), skips);
      },
    };
  },
});

/** The strengths with the weakest chosen skip connections of the normal cell at zero, one by one, until at most `most` are chosen. */
export function withFewSkips(
  { mixtures, normalCell, derive, keptOf }: Relaxed,
  strengths: PerChoice,
  most: number,
): PerChoice {
  const left = strengths.map((own) => [...own]);
  for (;;) {
    const chosen = keptOf(derive(left)).flatMap((choices, m) => {
      const skip = mixtures[m]!.choices.indexOf(skipConnect);
      return m < normalCell && choices.includes(skip) ? [{ m, skip, strength: left[m]![skip]! }] : [];
    });
    const weakest = chosen.reduce<(typeof chosen)[number] | undefined>(
      (least, next) => (least && least.strength <= next.strength ? least : next),
      undefined,
    );
    // Where nothing else is kept on an edge, zero is still the strongest.
    if (chosen.length <= most || !weakest || weakest.strength === 0) return left;
    left[weakest.m]![weakest.skip] = 0;
  }
}
