/**
 * @file Families of search strategies, as section 3 of the survey of Elsken, Metzen and Hutter names them: "Neural Architecture Search: A
 * Survey", JMLR 20 (2019), https://jmlr.org/papers/v20/18-598.html.
 */
export const strategies = [
  "random search",
  "Bayesian optimization",
  "evolutionary methods",
  "reinforcement learning",
  "gradient-based methods",
] as const;

export type Strategy = (typeof strategies)[number];
