/**
 * @file Gaussian process regression (Rasmussen and Williams 2006, algorithm 2.1 and section 5.4.1), and the expected improvement of a
 * candidate (Jones, Schonlau and Welch 1998).
 */
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { exp, log } from "../exactMath.ts";

export interface GaussianProcess {
  /** Of the observations under this covariance, in nats. */
  readonly logMarginalLikelihood: number;
  /**
   * Means and variances of the function at new points, without noise.
   * @param covariances per new point, with every observed one; the function's own variance is 1
   */
  posterior(
    covariances: readonly (readonly number[])[],
  ): readonly { readonly mean: number; readonly variance: number }[];
}

/**
 * @param covariance of the observed points, symmetric, 1 on the diagonal
 * @param observations with mean 0
 * @param noise variance of the noise, above 0
 * @returns `undefined` where the covariance with noise is not positive definite
 */
export function gaussianProcess(
  covariance: readonly (readonly number[])[],
  observations: readonly number[],
  noise: number,
): GaussianProcess | undefined {
  const noisy = new Matrix(
    covariance.map((row, i) => row.map((value, j) => (i === j ? value + noise : value))),
  );
  const cholesky = new CholeskyDecomposition(noisy);
  if (!cholesky.isPositiveDefinite()) return undefined;
  const weights = cholesky.solve(Matrix.columnVector([...observations])).to1DArray();
  const lower = cholesky.lowerTriangularMatrix;
  const n = observations.length;
  let logMarginalLikelihood = (-n / 2) * log(2 * Math.PI);
  for (let i = 0; i < n; i++)
    logMarginalLikelihood -= (observations[i]! * weights[i]!) / 2 + log(lower.get(i, i));
  return {
    logMarginalLikelihood,
    posterior(covariances) {
      if (covariances.length === 0) return [];
      const solved = cholesky.solve(new Matrix(covariances.map((row) => [...row])).transpose());
      return covariances.map((row, point) => {
        let mean = 0;
        let explained = 0;
        row.forEach((value, i) => {
          mean += value * weights[i]!;
          explained += value * solved.get(i, point);
        });
        return { mean, variance: Math.max(0, 1 - explained) };
      });
    },
  };
}

/** Mean of max(0, f − best) for a normal f; 0 where nothing is uncertain and the mean is no better. */
export function expectedImprovement(mean: number, variance: number, best: number): number {
  if (variance <= 0) return Math.max(0, mean - best);
  const deviation = Math.sqrt(variance);
  const z = (mean - best) / deviation;
  return deviation * (z * normalCumulative(z) + normalDensity(z));
}

const normalDensity = (z: number): number => exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** Φ(z), to some 13 digits: by its power series near 0, by the continued fraction of the tail beyond. */
export function normalCumulative(z: number): number {
  const x = Math.abs(z);
  const half = x < 3 ? 0.5 - center(x) : tail(x);
  return z < 0 ? half : 1 - half;
}

/** Φ(x) − 1/2 = φ(x) · (x + x³/3 + x⁵/(3·5) + …). */
function center(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 3; term > sum * 1e-17; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return normalDensity(x) * sum;
}

/** 1 − Φ(x) = φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))). */
function tail(x: number): number {
  let below = x;
  for (let n = 60; n > 0; n--) below = x + n / below;
  return normalDensity(x) / below;
}
