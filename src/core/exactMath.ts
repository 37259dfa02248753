/**
 * @file Exponential, logarithm and cosine that give the same bits on every device. Browsers and Node versions disagree in the last bit of
 * `Math.exp`, `Math.log` and `Math.cos` (ECMA-262, section 21.3.2, leaves them open), and a run amplifies one bit to whole points of
 * accuracy. Only operations that IEEE 754 fixes are used here: + − × ÷ and powers of two. Errors stay below 2 units in the last place.
 */

const words = new DataView(new ArrayBuffer(8));

/** 2^k for −1022 ≤ k ≤ 1023, exactly. */
function powerOfTwo(k: number): number {
  words.setInt32(0, (k + 1023) << 20);
  words.setInt32(4, 0);
  return words.getFloat64(0);
}

/** ln 2 in two parts: k · `ln2High` is exact for the k that occur. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

/** 1/n! for the series of the exponential and the cosine. */
const inverseFactorials = Array.from({ length: 19 }, (_, n) => {
  let factorial = 1;
  for (let i = 2; i <= n; i++) factorial *= i;
  return 1 / factorial;
});

/** Sum of coefficients[n] · xⁿ over n = first, first + stride, …, last, by Horner's rule; the lowest power is left out of the product. */
function series(x: number, first: number, last: number, stride: number, sign: 1 | -1): number {
  let power = x;
  for (let i = 1; i < stride; i++) power *= x;
  let sum = 0;
  for (let n = last; n >= first; n -= stride) sum = (inverseFactorials[n] as number) + sign * power * sum;
  return sum;
}

/** eˣ. */
export function exp(x: number): number {
  if (!(x < 709.78)) return x > 0 ? Number.POSITIVE_INFINITY : x;
  if (x < -745.2) return 0;
  const k = Math.round(x / Math.LN2);
  const r = x - k * ln2High - k * ln2Low;
  // |r| ≤ ln 2 / 2: the fourteenth term is below the last bit.
  const value = 1 + r * series(r, 1, 14, 1, 1);
  // In two factors, since one power of two cannot reach the smallest and largest results.
  const half = Math.trunc(k / 2);
  return value * powerOfTwo(half) * powerOfTwo(k - half);
}

/** Natural logarithm; −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY)
    return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  let shift = 0;
  let mantissa = x;
  if (x < 2 ** -1022) {
    mantissa = x * powerOfTwo(54);
    shift = -54;
  }
  words.setFloat64(0, mantissa);
  const high = words.getInt32(0);
  let k = ((high >> 20) & 0x7ff) - 1023;
  words.setInt32(0, (high & 0xfffff) | 0x3ff00000);
  mantissa = words.getFloat64(0);
  // Around 1 from both sides.
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    k++;
  }
  k += shift;
  // ln m = 2 artanh((m − 1) / (m + 1)), with |s| ≤ 0.172.
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let n = 23; n >= 3; n -= 2) sum = 1 / n + square * sum;
  return k * ln2High + (2 * s + (2 * s * square * sum + k * ln2Low));
}

/** cos(2π · turns). */
export function cosOfTurns(turns: number): number {
  if (!Number.isFinite(turns)) return Number.NaN;
  // Into [0, 1/2] by symmetry, exactly: differences of neighbors do not round.
  let t = Math.abs(turns) % 1;
  if (t > 0.5) t = 1 - t;
  if (t > 0.25) return -cosOfTurns(0.5 - t);
  // Up to an eighth of a turn by the cosine, beyond by the sine of the rest.
  if (t <= 0.125) {
    const angle = 2 * Math.PI * t;
    return series(angle, 0, 18, 2, -1);
  }
  const angle = 2 * Math.PI * (0.25 - t);
  return angle * series(angle, 1, 17, 2, -1);
}
