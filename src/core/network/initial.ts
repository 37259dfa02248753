/** @file Initial values of parameters: a function of the run's seed and a name alone, never of the order of first use. */
import { createRandom } from "../random.ts";
import type { Parameter } from "./network.ts";

/** Number of entries of a parameter. */
export function sizeOf(parameter: Parameter): number {
  return parameter.shape.reduce((product, extent) => product * extent, 1);
}

/** The values a parameter starts with, row-major. */
export function initialValues(parameter: Parameter, seed: number): Float32Array {
  const values = new Float32Array(sizeOf(parameter));
  const { init, name, startsAs = name } = parameter;
  const random = createRandom(seed).fork(`weight ${startsAs}`);
  switch (init.kind) {
    case "zeros":
      return values;
    case "ones":
      return values.fill(1);
    case "identity": {
      const side = parameter.shape[0] as number;
      for (let i = 0; i < side; i++) values[i * side + i] = 1;
      return values;
    }
    case "heNormal": {
      const deviation = Math.sqrt(2 / init.fanIn);
      for (let i = 0; i < values.length; i++) values[i] = random.normal() * deviation;
      return values;
    }
    case "uniform":
      for (let i = 0; i < values.length; i++) values[i] = (2 * random.next() - 1) * init.bound;
      return values;
    default:
      throw init satisfies never;
  }
}
