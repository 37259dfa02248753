/**
 * @file The only source of randomness. A generator is a seed plus a path of labels: `fork("paths")` and
 * `fork("batches")` of one run never disturb each other, so that turning one heuristic on does not shift the
 * order of the images or the initial weights.
 */

import { cosOfTurns, log } from "./exactMath.ts";

/** A seeded stream of pseudo-random numbers. Same seed and same labels give the same stream on every device. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, bound). `bound` must be a positive integer. */
  below(bound: number): number;
  /** Standard normal, by Box and Muller. */
  normal(): number;
  /** A stream of its own; does not advance this one. */
  fork(label: string | number): Random;
}

/** FNV-1a over the UTF-16 units of `text`, started from `hash`; 32 bits, unsigned. */
export function hashText(text: string, hash = 0x811c9dc5): number {
  let h = hash;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** The 32-bit finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * sfc32 (Chris Doty-Humphrey's "small fast counting" generator, PractRand), seeded from one integer.
 * @param seed any finite number; its lower 32 bits count
 */
export function createRandom(seed: number): Random {
  const root = mix((seed >>> 0) ^ 0x9e3779b9);
  let a = mix(root + 1);
  let b = mix(root + 2);
  let c = mix(root + 3);
  let counter = 1;
  const bits = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) bits();
  const next = (): number => bits() / 4294967296;
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    normal: () => Math.sqrt(-2 * log(1 - next())) * cosOfTurns(next()),
    fork: (label) => createRandom(hashText(String(label), root)),
  };
}

/** A new array with the items in uniformly random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const swap = result[i] as T;
    result[i] = result[j] as T;
    result[j] = swap;
  }
  return result;
}
