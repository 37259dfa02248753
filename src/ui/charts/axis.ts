/** @file Scales of the lab's own charts: round ticks, padded domains, and the map from values to pixels. */

export type Domain = readonly [low: number, high: number];

/** How numbers on an axis look, where a library draws them; the library's own grey is too dark for a dark page. */
export const tickText = { fill: "var(--text-2)", fontSize: 12 } as const;

/** Of the numbers of a domain: what lies closer together is one number to a reader, and below what a double can count through. */
const leastShare = 1e-8;

/** Round numbers (1, 2 or 5 times a power of ten) within the domain, about `wanted` of them; its only one where it is hardly wider. */
export function ticks([from, to]: Domain, wanted: number): number[] {
  const [low, high] = from < to ? [from, to] : [to, from];
  if (!Number.isFinite(high - low)) return [];
  if (high - low <= leastShare * Math.max(Math.abs(low), Math.abs(high))) return [rounded(low)];
  const rough = (high - low) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  // Ends that are off by rounding belong to it.
  const [first, last] = [Math.ceil(low / step - 1e-6), Math.floor(high / step + 1e-6)];
  // A step below the smallest double is no step.
  if (!Number.isFinite(last - first)) return [rounded(low)];
  return Array.from({ length: last - first + 1 }, (_, index) => rounded((first + index) * step));
}

/** Without the last digits of a product such as 41 · 0.02, so that the end of a domain and the tick on it are one number. */
const rounded = (value: number): number => Number(value.toPrecision(10));

/** The domain of the values, widened outwards to a multiple of `grain` and kept within [0, 1]. */
export function accuracyDomain(values: readonly number[], grain = 0.05): Domain {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const room = (high - low) * 0.04;
  return [
    Math.max(0, rounded(Math.floor((low - room) / grain) * grain)),
    Math.min(1, rounded(Math.max(Math.ceil((high + room) / grain) * grain, low + grain))),
  ];
}

/**
 * A domain for values of which a few lie far below all others: it begins near the bulk, and what lies below is drawn in a strip
 * of its own. Without such outliers it is the plain domain.
 */
export function focusedDomain(values: readonly number[]): Domain {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const fence = at(0.15) - 1.2 * (at(0.95) - at(0.15));
  const bulk = values.filter((value) => value >= fence);
  return accuracyDomain(bulk, 0.02);
}

/**
 * The domain to draw next: the old one while the wanted one lies within it and still fills most of it, so that axes do not
 * twitch with every score.
 */
export function steadyDomain(old: Domain | undefined, wanted: Domain): Domain {
  if (!old) return wanted;
  const inside = wanted[0] >= old[0] && wanted[1] <= old[1];
  const filled = (wanted[1] - wanted[0]) / (old[1] - old[0]);
  return inside && filled > 0.6 ? old : wanted;
}

/** Pixel position of a value, and back. */
export interface Scale {
  readonly domain: Domain;
  at(value: number): number;
}

function linearScale(domain: Domain, from: number, to: number): Scale {
  const factor = (to - from) / (domain[1] - domain[0]);
  return { domain, at: (value) => from + (value - domain[0]) * factor };
}

/** A linear scale that keeps `strip` pixels at its beginning for values below the domain, wherever those lie. */
export function stripScale(domain: Domain, from: number, to: number, strip: number): Scale {
  const way = Math.sign(to - from);
  const linear = linearScale(domain, from + way * strip, to);
  const below = from + (way * strip) / 2;
  return { domain, at: (value) => (strip > 0 && value < domain[0] ? below : linear.at(value)) };
}
