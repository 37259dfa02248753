/**
 * @file A weighted sum of operations out of primitive ones: each value is multiplied by one number, which is a depthwise 1×1 kernel whose
 * entries are all equal. So every engine computes the gradient of the weights as that of any other kernel, and no operation is added.
 *
 * With partial channels (PC-DARTS, section 3.2 of https://arxiv.org/abs/1907.05737) the operations see the first 1/K of the channels; the
 * rest pass by, and the channels are shuffled, so that the next mixture takes others. Passing by is a depthwise kernel that is zero on
 * the channels taken, the shuffle a 1×1 kernel that is a permutation: both are set anew for every step, as the weights are.
 */
import { conv, type NetworkBuilder } from "./builder.ts";
import { type Network, type Parameter, parametersOf, type ValueId } from "./network.ts";

const prefix = "mixing/";
const shufflePrefix = `${prefix}shuffle/`;

/** How a relaxed network differs from plain weighted sums. */
export interface MixtureVariant {
  /** K: operations see one K-th of the channels. Absent: all. */
  readonly partial?: number;
  /** Probability that an entry of a plain skip connection is dropped in training (P-DARTS). */
  readonly skipDropout?: number;
}

interface Mixture {
  /** Its number. */
  readonly mixture: number;
  /** Those that take part. */
  readonly choices: readonly number[];
  readonly stride: 1 | 2;
  readonly variant: MixtureVariant;
}

/**
 * The weighted sum of what `apply` makes of `source`.
 * @param apply the value of a choice, at the mixture's stride; `undefined` for one that is zero, its input itself for a skip connection
 * @returns `undefined` where nothing is added; without any choice nothing passes by either
 */
export function mixedSum(
  builder: NetworkBuilder,
  source: ValueId,
  { mixture, choices, stride, variant }: Mixture,
  apply: (choice: number, input: ValueId) => ValueId | undefined,
): ValueId | undefined {
  if (choices.length === 0) return undefined;
  const { channels } = builder.shape(source);
  const { partial, skipDropout = 0 } = variant;
  const taken = partial === undefined ? channels : Math.max(1, Math.floor(channels / partial));
  const input = taken === channels ? source : builder.push({ op: "channels", input: source, count: taken });
  const terms = choices.flatMap((choice) => {
    const value = apply(choice, input);
    if (value === undefined) return [];
    const dropped =
      value === input && skipDropout > 0
        ? builder.push({ op: "dropout", input: value, keep: 1 - skipDropout })
        : value;
    return scaled(builder, dropped, `${prefix}${mixture}/${choice}/${taken}`);
  });
  const sum = terms.length > 1 ? builder.push({ op: "add", inputs: terms }) : terms[0];
  if (taken === channels) return sum;
  const resized = stride === 1 ? source : builder.push({ op: "maxPool", input: source, size: 2, stride });
  const passed = scaled(builder, resized, `${prefix}${mixture}/${passing}/${taken}/${channels}`);
  if (sum === undefined) return shuffled(builder, passed, taken);
  const rest = builder.push({
    op: "zero",
    shape: { ...builder.shape(sum), channels: channels - taken },
  });
  const widened = builder.push({ op: "concat", inputs: [sum, rest] });
  return shuffled(builder, builder.push({ op: "add", inputs: [widened, passed] }), taken);
}

/** In the place of a choice: the channels that pass a mixture by. */
const passing = "passing";

function scaled(builder: NetworkBuilder, value: ValueId, name: string): ValueId {
  const parameter: Parameter = {
    name,
    shape: [1, 1, builder.shape(value).channels, 1],
    init: { kind: "ones" },
  };
  return builder.push(conv(value, { parameter }, { depthwise: true }));
}

function shuffled(builder: NetworkBuilder, value: ValueId, taken: number): ValueId {
  const { channels } = builder.shape(value);
  const parameter: Parameter = {
    name: `${shufflePrefix}${taken}/${channels}`,
    shape: [1, 1, channels, channels],
    init: { kind: "zeros" },
  };
  return builder.push(conv(value, { parameter }));
}

/** A parameter of a relaxed network that holds weights of a mixture, one per width that they occur in. */
interface MixingParameter {
  readonly parameter: Parameter;
  readonly mixture: number;
  /** Absent: of the channels that pass by. */
  readonly choice?: number;
  /** Entries from here on carry the weight; those before are zero. */
  readonly from: number;
}

export function mixingParameters(network: Network): MixingParameter[] {
  return parametersOf(network).flatMap((parameter) => {
    if (!isMixing(parameter.name) || parameter.name.startsWith(shufflePrefix)) return [];
    const [mixture, choice, taken] = parameter.name.slice(prefix.length).split("/");
    const isPassing = choice === passing;
    return [
      {
        ...{ parameter, mixture: Number(mixture), from: isPassing ? Number(taken) : 0 },
        ...(!isPassing && { choice: Number(choice) }),
      },
    ];
  });
}

/** The kernels of a relaxed network that shuffle channels, with their values: [1, 1, channels, channels]. */
export function shuffleKernels(network: Network): (readonly [name: string, Float32Array])[] {
  return parametersOf(network).flatMap(({ name }) => {
    if (!name.startsWith(shufflePrefix)) return [];
    const [taken, channels] = name.slice(shufflePrefix.length).split("/").map(Number);
    const kernel = new Float32Array(channels! * channels!);
    for (const [to, source] of shuffledChannels(channels!, taken!).entries())
      kernel[source * channels! + to] = 1;
    return [[name, kernel] as const];
  });
}

/** Where each channel comes from: one of each group of `taken` in turn (ShuffleNet, https://arxiv.org/abs/1707.01083). */
export function shuffledChannels(channels: number, taken: number): number[] {
  const order: number[] = [];
  for (let place = 0; place < taken; place++)
    for (let channel = place; channel < channels; channel += taken) order.push(channel);
  return order;
}

export const isMixing = (name: string): boolean => name.startsWith(prefix);
