/** @file The list of metrics. A new metric is one entry here; it works on every old run. */
import { bestRankIn, precisionAt, regret, surpassRandom, topPerformance } from "./found.ts";
import { kendallTau } from "./kendall.ts";
import { meanAccuracy, shareAtChance } from "./level.ts";
import type { Metric } from "./metric.ts";
import { sparseKendallTau } from "./sparse.ts";
import { spearmanRho } from "./spearman.ts";
import { tauInTop } from "./topTau.ts";

const study =
  'Yu, Ranftl, Salzmann: "An Analysis of Super-Net Heuristics in Weight-Sharing NAS", arXiv:2110.01154';
const estimators =
  'Ning et al.: "Evaluating Efficient Performance Estimators of Neural Architectures", NeurIPS 2021, arXiv:2008.03064';

export const metrics = [
  {
    id: "skdt",
    title: "S-KdT",
    explanation:
      "Sparse Kendall tau: rank correlation between super-net and stand-alone accuracy, after stand-alone accuracy is rounded to the threshold, so that what rounds to the same value ties. " +
      "Near 1 the true order (ties keep it below), 0 no relation, −1 the reverse.",
    source: study,
    quantity: "correlation",
    better: "higher",
    compute: (input, { threshold }) => sparseKendallTau(input, threshold),
  },
  {
    id: "tau",
    title: "Kendall τ",
    explanation:
      "Of all pairs of architectures, the share that the super-net orders right minus the share it orders wrong, corrected for ties (τ-b). " +
      "It takes every difference of stand-alone accuracy at face value, noise included.",
    source: "Kendall: The Treatment of Ties in Ranking Problems, Biometrika 33 (1945)",
    quantity: "correlation",
    better: "higher",
    compute: kendallTau,
  },
  {
    id: "rho",
    title: "Spearman ρ",
    explanation:
      "Linear correlation of the two rankings. It is usually larger than τ for the same data and weighs large displacements more.",
    source:
      "Spearman: The Proof and Measurement of Association between Two Things, Am. J. Psychology 15 (1904)",
    quantity: "correlation",
    better: "higher",
    compute: spearmanRho,
  },
  {
    id: "top",
    title: "Found accuracy",
    explanation:
      "Mean stand-alone accuracy of the architectures that the super-net ranks highest (three unless told otherwise). " +
      "This is what a search with this super-net would deliver.",
    source: study,
    quantity: "accuracy",
    better: "higher",
    compute: (input, { topK }) => topPerformance(input, topK),
  },
  {
    id: "regret",
    title: "Regret",
    explanation:
      "Best stand-alone accuracy of the rows that judge minus the found accuracy. " +
      "0 only where all the architectures that it is the mean of are as good as the best. Of a search it is that of its one find.",
    source: "simple regret, as usual in the search literature",
    quantity: "accuracy",
    better: "lower",
    compute: (input, { topK }) => regret(input, topK),
  },
  {
    id: "surpass-random",
    title: "P > R",
    explanation:
      "Probability that the super-net's first choice beats the best of a random search that trains some architectures alone (ten unless told otherwise). " +
      "It is (1 − r/n)^draws for a first choice of true rank r among n.",
    source: study,
    quantity: "probability",
    better: "higher",
    compute: (input, { draws }) => surpassRandom(input, draws),
  },
  {
    id: "precision",
    title: "Precision@k",
    explanation:
      "Share of the super-net's k best that are among the true k best. " +
      "Where predictions tie at the border, the mean over all ways to break the tie counts.",
    source: estimators,
    quantity: "share",
    better: "higher",
    compute: (input, { topK }) => precisionAt(input, topK),
  },
  {
    id: "best-rank",
    title: "Best rank in top-k",
    explanation:
      "True rank of the best architecture among the super-net's k best; 1 is the best of all. " +
      "It says what is left to win if those k are trained alone.",
    source: estimators,
    quantity: "rank",
    better: "lower",
    compute: (input, { topK }) => bestRankIn(input, topK),
  },
  {
    id: "tau-top",
    title: "τ in the top 10 %",
    explanation:
      "Kendall τ among the best tenth by stand-alone accuracy only. " +
      "A search lives in this region, and a high τ overall may come from the poor architectures alone.",
    source: estimators,
    quantity: "correlation",
    better: "higher",
    compute: (input, { topShare }) => tauInTop(input, topShare),
  },
  {
    id: "accuracy",
    title: "Super-net accuracy",
    explanation:
      "Mean accuracy over the scored architectures with the super-net's weights. " +
      "The study's point is that it says little about the quality of the ranking.",
    source: study,
    quantity: "accuracy",
    better: "neither",
    compute: ({ predictions }) => meanAccuracy(predictions),
  },
  {
    id: "at-chance",
    title: "At chance level",
    explanation:
      "Share of the architectures whose super-net accuracy guessing would explain (chance plus two standard errors). " +
      "If it is not near 0, the super-net is not trained yet or its evaluation is broken.",
    source: "two-sigma limit of a binomial share",
    quantity: "share",
    better: "lower",
    compute: ({ predictions }, { chance, images }) => shareAtChance(predictions, chance, images),
  },
] as const satisfies readonly Metric[];

export type MetricId = (typeof metrics)[number]["id"];

/** Those that are drawn over the course of a run, one point per scoring round; the first is the study's. */
export const drawnMetrics = ["skdt", "tau", "rho"] as const satisfies readonly MetricId[];
export type DrawnMetric = (typeof drawnMetrics)[number];

const byId = new Map<string, Metric<MetricId>>(metrics.map((metric) => [metric.id, metric]));

export function metricOf(id: MetricId): Metric<MetricId> {
  return byId.get(id) as Metric<MetricId>;
}
