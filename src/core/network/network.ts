/**
 * @file A network as data: a list of primitive operations in topological order over *named* weights. Sharing is
 * naming: two architectures that use one name share the weight. Spaces and heuristics live in the builders that
 * make this list; an engine knows neither.
 */

/** Extent of one image's feature map; the batch axis is not part of it. Layout everywhere: height, width, channels. */
export interface Shape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Value 0 is the batch of input images; operation number i produces value i + 1. */
export type ValueId = number;

/** How a weight starts. Fans are those of the whole weight, not of a view. */
export type Initializer =
  | { readonly kind: "heNormal"; readonly fanIn: number }
  | { readonly kind: "uniform"; readonly bound: number }
  | { readonly kind: "ones" }
  | { readonly kind: "zeros" }
  | { readonly kind: "identity" };

/** A trained weight, known by its name. Shapes: conv [k, k, in, out]; depthwise [k, k, channels, 1]; dense [in, out]; vector [n]. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly init: Initializer;
  /** The name whose random draw it starts with; its own where absent. */
  readonly startsAs?: string;
}

/** Which channels of a weight axis a network uses; `count` and the number of `indices` are the resulting width. */
export type ChannelChoice =
  | { readonly kind: "first"; readonly count: number }
  | { readonly kind: "pick"; readonly indices: readonly number[] }
  /** Adaptive average pooling over the axis: output c averages inputs floor(c·n/count) to ceil((c+1)·n/count) − 1. */
  | { readonly kind: "pool"; readonly count: number };

/** The part of a parameter that an operation reads. Order of application: center, transform, inputs, outputs. */
export interface WeightView {
  readonly parameter: Parameter;
  /** Side of the central window taken of a k×k kernel (OFA kernel), with an optional learned [side², side²] matrix W' = W·M on the flattened window. */
  readonly center?: { readonly side: number; readonly transform?: Parameter };
  /** Choice on axis 2 (input channels; for depthwise, the channels). */
  readonly inputs?: ChannelChoice;
  /** Choice on the last axis (output channels; for a vector, its entries). Not used on depthwise kernels. */
  readonly outputs?: ChannelChoice;
}

/**
 * The primitive operations. Padding is "same" with TensorFlow's rule; see `padding.ts`.
 */
export type Operation =
  /** Cross-correlation without bias. `offset` 1 drops the first row and column and appends a zero one (the second half of DARTS' factorised reduction). */
  | {
      readonly op: "conv";
      readonly input: ValueId;
      readonly weight: WeightView;
      readonly stride: number;
      readonly dilation: number;
      readonly depthwise: boolean;
      readonly offset?: 0 | 1;
    }
  /**
   * Normalizes every channel over batch, height and width, biased variance plus `normEpsilon`. `mean` and `variance` are the
   * running statistics: weights without gradient, starting at 0 and 1, moved towards those of the batch (`unbiasedVariance`) in each
   * training step.
   */
  | {
      readonly op: "batchNorm";
      readonly input: ValueId;
      readonly mean: WeightView;
      readonly variance: WeightView;
      readonly scale?: WeightView;
      readonly shift?: WeightView;
    }
  | { readonly op: "relu"; readonly input: ValueId }
  /** Padding does not count in the average. */
  | { readonly op: "avgPool"; readonly input: ValueId; readonly size: number; readonly stride: number }
  | { readonly op: "maxPool"; readonly input: ValueId; readonly size: number; readonly stride: number }
  | { readonly op: "add"; readonly inputs: readonly ValueId[] }
  | { readonly op: "concat"; readonly inputs: readonly ValueId[] }
  /** The first `count` channels (NASBench-101's truncation). */
  | { readonly op: "channels"; readonly input: ValueId; readonly count: number }
  /** Training only: zeroes the whole path for a sample with probability 1 − keep, divides survivors by keep. Identity at test. */
  | { readonly op: "dropPath"; readonly input: ValueId; readonly keep: number }
  /** Training only: the same for every single element. Identity at test. */
  | { readonly op: "dropout"; readonly input: ValueId; readonly keep: number }
  /** To shape 1×1×channels. */
  | { readonly op: "globalAvgPool"; readonly input: ValueId }
  /** [channels] → [outputs], on a 1×1 value. */
  | { readonly op: "dense"; readonly input: ValueId; readonly weight: WeightView; readonly bias: WeightView }
  /** A constant zero: the output of a node without inputs. */
  | { readonly op: "zero"; readonly shape: Shape };

/** A complete classifier. The last value holds the logits as 1×1×classes. */
export interface Network {
  readonly input: Shape;
  readonly operations: readonly Operation[];
  /** Shape of every value; `shapes[0]` is `input`. Length: operations + 1. */
  readonly shapes: readonly Shape[];
}

/** The values an operation reads, in order. */
export function inputsOf(operation: Operation): readonly ValueId[] {
  if (operation.op === "add" || operation.op === "concat") return operation.inputs;
  return operation.op === "zero" ? [] : [operation.input];
}

/** The weight views an operation reads that receive a gradient (running statistics do not). */
export function trainedViewsOf(operation: Operation): readonly WeightView[] {
  switch (operation.op) {
    case "conv":
      return [operation.weight];
    case "dense":
      return [operation.weight, operation.bias];
    case "batchNorm":
      return [operation.scale, operation.shift].filter((view) => view !== undefined);
    default:
      return [];
  }
}

/** All weight views of an operation, those of running statistics first. */
export function viewsOf(operation: Operation): readonly WeightView[] {
  const trained = trainedViewsOf(operation);
  return operation.op === "batchNorm" ? [operation.mean, operation.variance, ...trained] : trained;
}

/** The parameters that a view reads. */
export function parametersOfView({ parameter, center }: WeightView): readonly Parameter[] {
  return center?.transform ? [parameter, center.transform] : [parameter];
}

/** Whether a gradient must flow into each value: some trained weight lies before it. */
export function gradientNeeds({ operations }: Network): boolean[] {
  const needs = [false];
  for (const operation of operations)
    needs.push(trainedViewsOf(operation).length > 0 || inputsOf(operation).some((id) => needs[id]));
  return needs;
}

/** All trained parameters of a network, each once, in order of first use. */
export function parametersOf(network: Network): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const view of network.operations.flatMap(trainedViewsOf))
    for (const parameter of parametersOfView(view)) found.set(parameter.name, parameter);
  return [...found.values()];
}

/** Number of channels a choice leaves of `width`. */
export function chosenWidth(choice: ChannelChoice | undefined, width: number): number {
  if (!choice) return width;
  return choice.kind === "pick" ? choice.indices.length : choice.count;
}

/** Shape of the weight that a view yields. */
export function viewShape(view: WeightView): number[] {
  const shape = [...view.parameter.shape];
  const last = shape.length - 1;
  if (view.center) {
    shape[0] = view.center.side;
    shape[1] = view.center.side;
  }
  if (view.inputs) {
    const axis = shape.length === 4 ? 2 : 0;
    shape[axis] = chosenWidth(view.inputs, shape[axis] as number);
  }
  if (view.outputs) shape[last] = chosenWidth(view.outputs, shape[last] as number);
  return shape;
}
