/**
 * @file The loss around a point in weight space, on a plane through it: two random directions whose filters are as long as those of the
 * weights, so that planes of different networks can be compared (Li, Xu, Taylor, Studer, Goldstein, "Visualizing the Loss Landscape of
 * Neural Nets", NeurIPS 2018, section 4, https://arxiv.org/abs/1712.09913).
 */
import type { Checkpoint, NamedArrays } from "./checkpoint.ts";
import type { Parameter } from "./network/network.ts";
import { createRandom } from "./random.ts";
import type { Failure } from "./run.ts";

/**
 * path: one architecture with the super-net's weights. super-net: for every point another architecture, drawn uniformly, with the
 * super-net's weights. stand-alone: one architecture with weights of its own, trained first.
 */
const landscapeKinds = ["path", "super-net", "stand-alone"] as const;
export type LandscapeKind = (typeof landscapeKinds)[number];

export interface LandscapeRequest {
  readonly kind: LandscapeKind;
  /** In the space's notation; does not count for "super-net". */
  readonly architecture: string;
  /** The run whose weights or whose space it is. */
  readonly checkpoint: Checkpoint;
  /** Of the directions, and of the draws. */
  readonly seed: number;
}

export type LandscapeEvent =
  /** Of the training that comes first, where there is one. */
  | { readonly type: "stepped"; readonly step: number; readonly total: number }
  /** Mean cross-entropy (nats) on validation images at a point of the grid; null where a logit was no number. */
  | { readonly type: "point"; readonly index: number; readonly loss: number | null }
  | { readonly type: "failed"; readonly failure: Failure };

/** Points per side of the grid, which reaches from −1 to 1 in both directions; a power of two and one. */
export const landscapeSide = 17;

/** Of the time of the training thread that landscapes take at most beside a run that trains. */
export const landscapeShare = 0.25;

/** Coordinates of a point, row-major, [-1, 1]. */
export function pointAt(index: number): readonly [number, number] {
  const last = landscapeSide - 1;
  return [((index % landscapeSide) / last) * 2 - 1, (Math.floor(index / landscapeSide) / last) * 2 - 1];
}

/** Indices of all points: the center first, then grids twice as fine each, so that a picture is there soon. */
export function pointOrder(): number[] {
  const indices = Array.from({ length: landscapeSide * landscapeSide }, (_, index) => index);
  const middle = (landscapeSide - 1) / 2;
  /** The largest power of two that divides both distances from the center. */
  const coarseness = (index: number): number => {
    const [x, y] = [(index % landscapeSide) - middle, Math.floor(index / landscapeSide) - middle];
    const both = Math.abs(x) | Math.abs(y);
    return both === 0 ? Number.POSITIVE_INFINITY : both & -both;
  };
  return indices.sort((a, b) => coarseness(b) - coarseness(a) || a - b);
}

/**
 * A random direction for one parameter: Gaussian, then every filter (all entries that make one output channel; of a depthwise kernel one plane) scaled to the
 * Euclidean norm that this filter has in `weights`. Parameters of one axis (biases, batch norm) are not moved: zeros.
 * @param label tells the directions of a plane apart
 */
export function filterNormalized(
  { name, shape, init }: Pick<Parameter, "name" | "shape" | "init">,
  weights: Float32Array,
  seed: number,
  label: string,
): Float32Array {
  const direction = new Float32Array(weights.length);
  if (shape.length < 2) return direction;
  const random = createRandom(seed).fork(`direction ${label} ${name}`);
  for (let i = 0; i < direction.length; i++) direction[i] = random.normal();
  const filters = init.kind === "heNormal" ? weights.length / init.fanIn : (shape.at(-1) as number);
  const [own, drawn] = [normsOf(weights, filters), normsOf(direction, filters)];
  for (let i = 0; i < direction.length; i++) {
    const filter = i % filters;
    direction[i] = ((direction[i] as number) * (own[filter] as number)) / (drawn[filter] as number);
  }
  return direction;
}

/** Euclidean norm of every filter. */
function normsOf(values: Float32Array, filters: number): Float64Array {
  const norms = new Float64Array(filters);
  for (let i = 0; i < values.length; i++) {
    const filter = i % filters;
    norms[filter] = (norms[filter] as number) + (values[i] as number) * (values[i] as number);
  }
  return norms.map(Math.sqrt);
}

/** The weights at a point of the plane; those of other parameters stay as they are. */
export class WeightPlane {
  readonly #weights: NamedArrays;
  readonly #seed: number;
  readonly #directions = new Map<string, readonly [Float32Array, Float32Array]>();

  constructor(weights: NamedArrays, seed: number) {
    this.#weights = weights;
    this.#seed = seed;
  }

  /** @param parameters that are moved: those of the network whose loss is asked for */
  at([a, b]: readonly [number, number], parameters: readonly Parameter[]): NamedArrays {
    const moved: Record<string, Float32Array> = {};
    for (const parameter of parameters) {
      const own = this.#weights[parameter.name];
      // One that was never trained has its initial value.
      if (!own) continue;
      const [first, second] = this.#directionsOf(parameter, own);
      moved[parameter.name] = own.map(
        (value, i) => value + a * (first[i] as number) + b * (second[i] as number),
      );
    }
    return { ...this.#weights, ...moved };
  }

  #directionsOf(parameter: Parameter, own: Float32Array): readonly [Float32Array, Float32Array] {
    const known = this.#directions.get(parameter.name);
    if (known) return known;
    const drawn = [
      filterNormalized(parameter, own, this.#seed, "a"),
      filterNormalized(parameter, own, this.#seed, "b"),
    ] as const;
    this.#directions.set(parameter.name, drawn);
    return drawn;
  }
}
