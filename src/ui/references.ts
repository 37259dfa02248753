/** @file The lines that a correlation must be judged against, in words. Pure. */
import type { ReferenceFigures } from "../core/metrics/references.ts";

export interface Reference {
  readonly id: string;
  readonly title: string;
  readonly value: number;
  /** One sentence. */
  readonly explanation: string;
  /** Of its line in the chart; those without one are only listed. */
  readonly color?: string;
}

/** Highest first; what the table cannot tell is left out. */
export function referenceList(figures: ReferenceFigures): Reference[] {
  const { oracle, seeds, seedAgainstSeed, parameters, flops, gradientNorm, superNet } = figures;
  const all: readonly (Omit<Reference, "value"> & { readonly value: number | undefined })[] = [
    {
      id: "oracle",
      title: "best to hope for",
      value: oracle,
      explanation: `What knowing every architecture's expected accuracy would reach against the mean of the table's ${seeds} seeds, estimated from how well single seeds agree.`,
      color: "var(--ceiling)",
    },
    {
      id: "seeds",
      title: "seed against seed",
      value: seedAgainstSeed,
      explanation:
        "How well one stand-alone training predicts another one with a different seed: noisier than the mean that the super-net is judged by.",
    },
    {
      id: "parameters",
      title: "parameter count",
      value: parameters,
      explanation: "Below this line the super-net is no better than picking the bigger network.",
      color: "var(--parameters)",
    },
    {
      id: "flops",
      title: "FLOPs",
      value: flops,
      explanation: "Ranks by the operations that one image costs, without any training.",
    },
    {
      id: "gradient-norm",
      title: "gradient norm",
      value: gradientNorm,
      explanation:
        "A zero-cost proxy: ranks by the size of the gradients of the untrained network on one batch of images.",
    },
    {
      id: "table-super-net",
      title: "super-net of the table",
      value: superNet,
      explanation: "The super-net accuracies that came with the table, from a training elsewhere.",
    },
    {
      id: "random",
      title: "random",
      value: 0,
      explanation: "What guessing reaches on average.",
      color: "var(--text-2)",
    },
  ];
  return all
    .flatMap(({ value, ...rest }) => (value === undefined ? [] : [{ ...rest, value }]))
    .sort((a, b) => b.value - a.value);
}
