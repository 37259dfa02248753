/** @file Assembles a `Network`: checks shapes, derives them, and drops what the output does not need. */
import {
  inputsOf,
  type Network,
  type Operation,
  type Parameter,
  type Shape,
  type ValueId,
  viewShape,
  type WeightView,
} from "./network.ts";
import { outputExtent } from "./padding.ts";

/** Shape of what `operation` yields. Throws a `RangeError` where widths do not fit: a bug of a builder. */
function outputShape(operation: Operation, shapes: readonly Shape[]): Shape {
  const at = (id: ValueId): Shape => {
    const shape = shapes[id];
    if (!shape) throw new RangeError(`value ${id} is used before it is made`);
    return shape;
  };
  switch (operation.op) {
    case "zero":
      return operation.shape;
    case "conv": {
      const { height, width, channels } = at(operation.input);
      const [, , inputs, outputs] = viewShape(operation.weight) as [number, number, number, number];
      if (inputs !== channels)
        throw new RangeError(`${operation.weight.parameter.name} reads ${inputs} channels, not ${channels}`);
      const { stride } = operation;
      return {
        height: outputExtent(height, stride),
        width: outputExtent(width, stride),
        channels: operation.depthwise ? channels : outputs,
      };
    }
    case "avgPool":
    case "maxPool": {
      const { height, width, channels } = at(operation.input);
      return {
        height: outputExtent(height, operation.stride),
        width: outputExtent(width, operation.stride),
        channels,
      };
    }
    case "add": {
      const [first, ...rest] = operation.inputs.map(at);
      if (!first) throw new RangeError("an addition needs an input");
      for (const shape of rest)
        if (shape.channels !== first.channels || shape.height !== first.height || shape.width !== first.width)
          throw new RangeError(`cannot add ${JSON.stringify(shape)} to ${JSON.stringify(first)}`);
      return first;
    }
    case "concat": {
      const inputs = operation.inputs.map(at);
      const first = inputs[0];
      if (!first) throw new RangeError("a concatenation needs an input");
      return { ...first, channels: inputs.reduce((sum, shape) => sum + shape.channels, 0) };
    }
    case "channels":
      return { ...at(operation.input), channels: operation.count };
    case "globalAvgPool":
      return { height: 1, width: 1, channels: at(operation.input).channels };
    case "dense":
      return { height: 1, width: 1, channels: viewShape(operation.weight)[1] as number };
    case "batchNorm": {
      const shape = at(operation.input);
      const [width] = viewShape(operation.mean);
      if (width !== shape.channels)
        throw new RangeError(
          `${operation.mean.parameter.name} has ${width} channels, its input ${shape.channels}`,
        );
      return shape;
    }
    case "relu":
    case "dropPath":
    case "dropout":
      return at(operation.input);
    default:
      throw operation satisfies never;
  }
}

/** Collects operations one by one; `finish` returns the network without the operations that the last value does not depend on. */
export class NetworkBuilder {
  readonly #operations: Operation[] = [];
  readonly #shapes: Shape[];

  constructor(input: Shape) {
    this.#shapes = [input];
  }

  /** Appends an operation and returns the id of its value. */
  push(operation: Operation): ValueId {
    this.#shapes.push(outputShape(operation, this.#shapes));
    this.#operations.push(operation);
    return this.#operations.length;
  }

  /** Shape of a value made so far. */
  shape(id: ValueId): Shape {
    return this.#shapes[id] as Shape;
  }

  finish(): Network {
    const count = this.#operations.length;
    const needed = new Array<boolean>(count + 1).fill(false);
    needed[count] = true;
    for (let i = count; i > 0; i--)
      if (needed[i]) for (const id of inputsOf(this.#operations[i - 1] as Operation)) needed[id] = true;
    const renamed = new Map<ValueId, ValueId>([[0, 0]]);
    const operations: Operation[] = [];
    const shapes: Shape[] = [this.#shapes[0] as Shape];
    this.#operations.forEach((operation, index) => {
      if (!needed[index + 1]) return;
      operations.push(withInputs(operation, (id) => renamed.get(id) as ValueId));
      shapes.push(this.#shapes[index + 1] as Shape);
      renamed.set(index + 1, operations.length);
    });
    return { input: this.#shapes[0] as Shape, operations, shapes };
  }
}

function withInputs(operation: Operation, rename: (id: ValueId) => ValueId): Operation {
  if (operation.op === "zero") return operation;
  if (operation.op === "add" || operation.op === "concat")
    return { ...operation, inputs: operation.inputs.map(rename) };
  return { ...operation, input: rename(operation.input) };
}

/** A k×k kernel, He-normal over its fan-in. */
export function convParameter(name: string, k: number, inputs: number, outputs: number): Parameter {
  return {
    name,
    shape: [k, k, inputs, outputs],
    init: { kind: "heNormal", fanIn: k * k * inputs },
  };
}

/** A k×k depthwise kernel over `channels`. */
export function depthwiseParameter(name: string, k: number, channels: number): Parameter {
  return { name, shape: [k, k, channels, 1], init: { kind: "heNormal", fanIn: k * k } };
}

/** A vector parameter that starts constant. */
export function vectorParameter(name: string, length: number, kind: "ones" | "zeros"): Parameter {
  return { name, shape: [length], init: { kind } };
}

/** A convolution; stride and dilation are 1 where nothing is said, and it is no depthwise one. */
export function conv(
  input: ValueId,
  weight: WeightView,
  more: Partial<Pick<Convolution, "stride" | "dilation" | "depthwise" | "offset">> = {},
): Convolution {
  return { op: "conv", input, weight, stride: 1, dilation: 1, depthwise: false, ...more };
}

type Convolution = Extract<Operation, { op: "conv" }>;

/** The views of a batch norm called `name` over `channels`; `outputs` chooses channels when a shared norm serves several widths. */
export function batchNorm(
  input: ValueId,
  name: string,
  channels: number,
  affine: boolean,
  outputs?: WeightView["outputs"],
): Operation {
  const view = (suffix: string, kind: "ones" | "zeros"): WeightView => ({
    parameter: vectorParameter(`${name}/${suffix}`, channels, kind),
    ...(outputs && { outputs }),
  });
  return {
    op: "batchNorm",
    input,
    mean: view("mean", "zeros"),
    variance: view("variance", "ones"),
    ...(affine && { scale: view("scale", "ones"), shift: view("shift", "zeros") }),
  };
}
