/**
 * @file The yardstick: the same random step written the way TensorFlow.js is meant to be used (its operations, its autodiff
 * over `tf.variableGrads`, its momentum optimizer), on the WebGPU backend over a software adapter.
 */
import * as tf from "@tensorflow/tfjs";
import { initialValues } from "../../src/core/network/initial.ts";
import { inputsOf, type Network, type Parameter, parametersOf } from "../../src/core/network/network.ts";
import { readyBackend, webgpu } from "../../src/engine/tfjs/backend.ts";
import { installSoftwareWebgpu } from "../../src/headless/dawn.ts";
import { BATCH } from "./workload.ts";

/** Makes the backend ready for the functions below. */
export async function openStockWebgpu(): Promise<void> {
  await installSoftwareWebgpu();
  await readyBackend(webgpu);
}

const variables = new Map<string, tf.Variable>();

function variable(parameter: Parameter): tf.Variable {
  const known = variables.get(parameter.name);
  if (known) return known;
  const made = tf.variable(tf.tensor(initialValues(parameter, 1), [...parameter.shape]));
  variables.set(parameter.name, made);
  return made;
}

/** A training step. Takes some ten seconds; the first on a network compiles its shaders, too. */
export async function stockStep(network: Network): Promise<void> {
  const { height, width, channels } = network.input;
  const optimizer = tf.train.momentum(0.02, 0.9);
  const images = tf.randomNormal([BATCH, height, width, channels], 0, 1, "float32", 1) as tf.Tensor4D;
  const labels = tf.oneHot(
    Array.from({ length: BATCH }, (_, i) => i % 10),
    10,
  );
  const trained = parametersOf(network).map(variable);
  const { value, grads } = tf.variableGrads(() => {
    return tf.losses.softmaxCrossEntropy(labels, stockForward(network, images)) as tf.Scalar;
  }, trained);
  optimizer.applyGradients(grads as Parameters<typeof optimizer.applyGradients>[0]);
  await value.data();
  tf.dispose([images, labels, value, ...Object.values(grads)]);
  optimizer.dispose();
}

/** Finds the best class of every image with stock operations; the comparison with the labels is left out in their favour. */
export async function stockPredict(network: Network, batch: number): Promise<void> {
  const { height, width, channels } = network.input;
  const input: tf.Tensor4D = tf.randomNormal([batch, height, width, channels], 0, 1, "float32", 1);
  const best = tf.tidy(() => tf.argMax(stockForward(network, input, batch), 1));
  await best.data();
  tf.dispose([input, best]);
}

/** The operations of NAS-Bench-201 in stock TensorFlow.js; returns [batch, classes]. */
function stockForward(network: Network, images: tf.Tensor4D, batch = BATCH): tf.Tensor2D {
  const values: tf.Tensor4D[] = [images];
  for (const operation of network.operations) {
    const inputs = inputsOf(operation).map((id) => values[id] as tf.Tensor4D);
    const x = inputs[0] as tf.Tensor4D;
    switch (operation.op) {
      case "conv":
        values.push(
          tf.conv2d(
            x,
            variable(operation.weight.parameter) as unknown as tf.Tensor4D,
            operation.stride,
            "same",
          ),
        );
        break;
      case "batchNorm": {
        const { mean, variance } = tf.moments(x, [0, 1, 2]);
        const shift = operation.shift && variable(operation.shift.parameter);
        const scale = operation.scale && variable(operation.scale.parameter);
        values.push(
          tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, shift, scale, 1e-5) as tf.Tensor4D,
        );
        break;
      }
      case "relu":
        values.push(tf.relu(x));
        break;
      case "avgPool":
        values.push(tf.avgPool(x, operation.size, operation.stride, "same"));
        break;
      case "add":
        values.push(tf.addN(inputs));
        break;
      case "globalAvgPool":
        values.push(tf.mean(x, [1, 2], true));
        break;
      case "zero": {
        const { height, width, channels } = operation.shape;
        values.push(tf.zeros([batch, height, width, channels]));
        break;
      }
      case "dense": {
        const rows = tf.reshape(x, [batch, x.shape[3]]) as tf.Tensor2D;
        const weight = variable(operation.weight.parameter) as unknown as tf.Tensor2D;
        const y = tf.add(tf.matMul(rows, weight), variable(operation.bias.parameter));
        values.push(tf.reshape(y, [batch, 1, 1, weight.shape[1]]));
        break;
      }
      default:
        throw new Error(`not part of the bench's networks: ${operation.op}`);
    }
  }
  const logits = values.at(-1) as tf.Tensor4D;
  return tf.reshape(logits, [batch, logits.shape[3]]);
}
