/**
 * @file The operations of DARTS (cnn/operations.py of https://github.com/quark0/darts) as primitive operations. All that differ
 * between two uses of an operation are its names: which weights, which norms.
 */
import {
  batchNorm,
  conv,
  convParameter,
  depthwiseParameter,
  type NetworkBuilder,
} from "../../network/builder.ts";
import type { ValueId, WeightView } from "../../network/network.ts";
import type { NetworkRecipe } from "../../recipe.ts";
import type { DartsOperation } from "./encoding.ts";

/** Side of the kernels that OFA cuts the 3×3 from. */
const largeSide = 5;

interface Placement {
  /** Prefix of the names of its weights. */
  readonly name: string;
  /** Appended to the names of its norms. */
  readonly input: string;
  readonly stride: 1 | 2;
}

/** Pushes operations of DARTS onto `builder`. A ReLU of one value is computed once, however many operations start with it. */
export class DartsOperations {
  readonly #builder: NetworkBuilder;
  readonly #recipe: NetworkRecipe;
  readonly #rectified = new Map<ValueId, ValueId>();

  constructor(builder: NetworkBuilder, recipe: NetworkRecipe) {
    this.#builder = builder;
    this.#recipe = recipe;
  }

  #relu(value: ValueId): ValueId {
    const known = this.#rectified.get(value) ?? this.#builder.push({ op: "relu", input: value });
    this.#rectified.set(value, known);
    return known;
  }

  #width(value: ValueId): number {
    return this.#builder.shape(value).channels;
  }

  #norm(value: ValueId, name: string, affine = this.#recipe.affine): ValueId {
    return this.#builder.push(batchNorm(value, name, this.#width(value), affine));
  }

  /** Convolution and norm, without the ReLU: the stem. */
  convNorm(input: ValueId, name: string, k: number, outputs: number): ValueId {
    const weight = { parameter: convParameter(`${name}/conv`, k, this.#width(input), outputs) };
    const value = this.#builder.push(conv(input, weight));
    return this.#norm(value, `${name}/norm`);
  }

  /** ReLU-Conv1x1-BN. */
  reluConvNorm(input: ValueId, name: string, outputs: number): ValueId {
    return this.convNorm(this.#relu(input), name, 1, outputs);
  }

  /** FactorizedReduce: two strided 1×1 convolutions, the second one a pixel further down and right, side by side; BN. */
  factorizedReduce(input: ValueId, name: string, outputs: number, normInput = ""): ValueId {
    const rectified = this.#relu(input);
    const inputs = this.#width(input);
    const half = (offset: 0 | 1, width: number): ValueId => {
      const weight = { parameter: convParameter(`${name}/conv${offset + 1}`, 1, inputs, width) };
      return this.#builder.push(conv(rectified, weight, { stride: 2, offset }));
    };
    const first = Math.floor(outputs / 2);
    // A single channel has no halves.
    const halves = first === 0 ? [] : [half(0, first)];
    const second = half(1, outputs - first);
    const joined =
      halves.length === 0 ? second : this.#builder.push({ op: "concat", inputs: [...halves, second] });
    return this.#norm(joined, `${name}/norm${normInput}`);
  }

  /** One of the seven operations; keeps the number of channels. */
  apply(operation: DartsOperation, input: ValueId, at: Placement): ValueId {
    const name = `${at.name}/${operation}`;
    switch (operation) {
      case "max_pool_3x3":
      case "avg_pool_3x3": {
        const op = operation === "max_pool_3x3" ? "maxPool" : "avgPool";
        const pooled = this.#builder.push({ op, input, size: 3, stride: at.stride });
        // As in the search network of DARTS: pooling is normalized, never with affine parameters.
        return this.#norm(pooled, `${name}/norm${at.input}`, false);
      }
      case "skip_connect":
        return at.stride === 1 ? input : this.factorizedReduce(input, name, this.#width(input), at.input);
      case "sep_conv_3x3":
      case "sep_conv_5x5": {
        const k = operation === "sep_conv_3x3" ? 3 : 5;
        const first = this.#separable(input, at, "sep_conv", k, 1, at.stride, 1);
        return this.#separable(first, at, "sep_conv", k, 2, 1, 1);
      }
      case "dil_conv_3x3":
      case "dil_conv_5x5":
        return this.#separable(input, at, "dil_conv", operation === "dil_conv_3x3" ? 3 : 5, 1, at.stride, 2);
      default:
        throw operation satisfies never;
    }
  }

  /** ReLU, depthwise k×k, pointwise, BN: number `turn` of its operation. */
  #separable(
    input: ValueId,
    at: Placement,
    family: string,
    k: number,
    turn: number,
    stride: number,
    dilation: number,
  ): ValueId {
    const width = this.#width(input);
    // Under OFA as in the study's code, pointwise kernel and norm are those of the large size, too.
    const nested = this.#recipe.nestedKernels && this.#recipe.nestedSharing === "all";
    const side = nested ? largeSide : k;
    const name = `${at.name}/${family}_${side}x${side}`;
    const kernel = this.#depthwise(`${at.name}/${family}`, k, turn, width);
    const filtered = this.#builder.push(
      conv(this.#relu(input), kernel, { stride, dilation, depthwise: true }),
    );
    const pointwise = { parameter: convParameter(`${name}/pointwise${turn}`, 1, width, width) };
    const mixed = this.#builder.push(conv(filtered, pointwise));
    return this.#norm(mixed, `${name}/norm${turn}${at.input}`);
  }

  /**
   * The depthwise kernel. Under OFA the 3×3 is the center of the 5×5 times a learned 9×9 matrix, the same for all channels (section 3
   * of https://arxiv.org/abs/1908.09791).
   */
  #depthwise(family: string, k: number, turn: number, width: number): WeightView {
    const own = (side: number): string => `${family}_${side}x${side}/depthwise${turn}`;
    if (!this.#recipe.nestedKernels || k === largeSide)
      return { parameter: depthwiseParameter(own(k), k, width) };
    const transform = {
      name: `${family}_${k}x${k}/transform${turn}`,
      shape: [k * k, k * k],
      init: { kind: "identity" } as const,
    };
    return {
      parameter: depthwiseParameter(own(largeSide), largeSide, width),
      center: { side: k, transform },
    };
  }
}
