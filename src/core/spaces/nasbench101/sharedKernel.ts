/**
 * @file How the weights of a vertex serve every width it may have (the "dynamic channels" heuristic): which part of the widest
 * kernel and batch norm an architecture uses, or, without sharing between widths, which name.
 */
import { batchNorm, convParameter } from "../../network/builder.ts";
import type { ChannelChoice, Operation, Parameter, ValueId, WeightView } from "../../network/network.ts";
import { createRandom, hashText } from "../../random.ts";
import type { NetworkRecipe } from "../../recipe.ts";

/** The widths of one convolution. */
export interface Fit {
  readonly inputs: number;
  readonly outputs: number;
  /** Whether the inputs vary with the architecture, too (a vertex operation), or only the outputs (a projection). */
  readonly squared: boolean;
  /** The widest outputs: the channels of the cell. */
  readonly widest: number;
}

export class SharedKernels {
  readonly #recipe: NetworkRecipe;
  readonly #architecture: string;

  /** @param architecture text that identifies the architecture: the seed of its random subsets, which are thus the same in every step and at test */
  constructor(recipe: NetworkRecipe, architecture: string) {
    this.#recipe = recipe;
    this.#architecture = architecture;
  }

  get #perWidth(): boolean {
    return this.#recipe.channelRule === "own" || this.#recipe.channelRule === "equal";
  }

  /** Channels that an axis of `widest` gives to `width`; `undefined` where it gives all. */
  #choice(axis: string, width: number, widest: number): ChannelChoice | undefined {
    if (width === widest) return undefined;
    switch (this.#recipe.channelRule) {
      case "own":
      case "equal":
        return undefined;
      case "chunk":
        return { kind: "first", count: width };
      case "interpolate":
        return { kind: "pool", count: width };
      case "shuffle":
        return { kind: "pick", indices: subset(`${this.#architecture} ${axis}`, width, widest) };
      default:
        throw this.#recipe.channelRule satisfies never;
    }
  }

  /** The k×k kernel `name` at the given widths. With `window`, the side×side center of it times that learned matrix. */
  kernel(name: string, k: number, fit: Fit, window?: { side: number; transform: Parameter }): WeightView {
    const { inputs, outputs, widest, squared } = fit;
    const center = window && { center: window };
    if (this.#perWidth)
      return { parameter: convParameter(`${name}/w${outputs}`, k, inputs, outputs), ...center };
    const from = squared ? this.#choice(`${name} in`, inputs, widest) : undefined;
    const to = this.#choice(`${name} out`, outputs, widest);
    return {
      parameter: convParameter(name, k, squared ? widest : inputs, widest),
      ...center,
      ...(from && { inputs: from }),
      ...(to && { outputs: to }),
    };
  }

  /**
   * The batch norm `name` after kernel `kernelName`, on the same outputs as the kernel. Under "interpolate" scale and shift are
   * pooled like the kernel, but every width keeps running statistics of its own: a mean over channels has no inverse to update.
   */
  norm(input: ValueId, name: string, kernelName: string, fit: Fit): Operation {
    const { outputs, widest } = fit;
    const { affine, channelRule } = this.#recipe;
    if (this.#perWidth) return batchNorm(input, `${name}/w${outputs}`, outputs, affine);
    const choice = this.#choice(`${kernelName} out`, outputs, widest);
    if (channelRule !== "interpolate") return batchNorm(input, name, widest, affine, choice);
    const shared = batchNorm(input, name, widest, affine, choice);
    return { ...shared, ...statistics(batchNorm(input, `${name}/w${outputs}`, outputs, false)) };
  }
}

function statistics(operation: Operation): { mean: WeightView; variance: WeightView } {
  if (operation.op !== "batchNorm") throw new TypeError("not a batch norm");
  return { mean: operation.mean, variance: operation.variance };
}

/** A uniform subset of `width` out of `widest` channels, ascending; a function of `label` alone. */
function subset(label: string, width: number, widest: number): number[] {
  const random = createRandom(hashText(label));
  const pool = Array.from({ length: widest }, (_, channel) => channel);
  for (let i = 0; i < width; i++) {
    const j = i + random.below(widest - i);
    [pool[i], pool[j]] = [pool[j]!, pool[i]!];
  }
  return pool.slice(0, width).sort((a, b) => a - b);
}
