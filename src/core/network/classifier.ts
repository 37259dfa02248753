/** @file What ends every network: global average pool, dropout of features, dense. */
import type { NetworkBuilder } from "./builder.ts";
import type { ValueId } from "./network.ts";

/**
 * Pushes the classifier over the feature maps `input`; its weights start uniform within 1/√features, its biases at zero.
 * @param dropout probability to drop a feature in training
 * @param name prefix of its parameters
 */
export function pushClassifier(
  builder: NetworkBuilder,
  input: ValueId,
  classes: number,
  dropout: number,
  name = "head",
): ValueId {
  const pooled = builder.push({ op: "globalAvgPool", input });
  const features = builder.shape(pooled).channels;
  return builder.push({
    op: "dense",
    input: dropout > 0 ? builder.push({ op: "dropout", input: pooled, keep: 1 - dropout }) : pooled,
    weight: {
      parameter: {
        name: `${name}/weight`,
        shape: [features, classes],
        init: { kind: "uniform", bound: 1 / Math.sqrt(features) },
      },
    },
    bias: { parameter: { name: `${name}/bias`, shape: [classes], init: { kind: "zeros" } } },
  });
}
