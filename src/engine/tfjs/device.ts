/** @file TensorFlow.js as a device: uploads, walks and read-backs on one of its backends. */
import * as tf from "@tensorflow/tfjs";
import { unbiasedVariance } from "../../core/network/batchNorm.ts";
import type { Batch, Device, Observed, WeightSource, Work } from "../host/device.ts";
import { activate, readAll, type TfjsBackend } from "./backend.ts";
import { watchLoss } from "./lost.ts";
import type { Pass } from "./operation.ts";
import { predict, trace } from "./walk.ts";
import { WeightTensors } from "./weights.ts";

interface Pending {
  readonly tensor: tf.Tensor;
  readonly receive: (values: Float32Array) => void;
}

/** The backend must be ready. */
export function createTfjsDevice(backend: TfjsBackend): Device {
  activate(backend);
  return {
    title: backend.title,
    lost: watchLoss(backend),
    width: 1,
    begin: (weights) => beginWork(backend, weights),
    memory() {
      const { numTensors, numBytes } = tf.memory();
      return { buffers: numTensors, bytes: numBytes };
    },
    dispose() {},
  };
}

function beginWork(backend: TfjsBackend, source: WeightSource): Work {
  const weights = new WeightTensors(source);
  const uploads = new Map<Batch, tf.Tensor4D>();
  const upload = (batch: Batch, height: number, width: number, channels: number): tf.Tensor4D => {
    const tensor = uploads.get(batch) ?? tf.tensor4d(batch.pixels, [batch.count, height, width, channels]);
    uploads.set(batch, tensor);
    return tensor;
  };
  /** Reads what is pending with a single wait, and frees it. */
  const readPending = async (pending: readonly Pending[]): Promise<void> => {
    const values = await readAll(
      backend,
      pending.map(({ tensor }) => tensor),
    );
    pending.forEach(({ tensor, receive }, i) => {
      tensor.dispose();
      receive(values[i] as Float32Array);
    });
  };
  /** Notes batch statistics for later reading. */
  const observer = (pending: Pending[], observed: Observed[]): NonNullable<Pass["observe"]> => {
    return (norm, { mean, variance }, count) => {
      const record: { -readonly [Key in keyof Observed]: Observed[Key] } = {
        norm,
        mean: new Float32Array(0),
        variance: new Float32Array(0),
      };
      observed.push(record);
      const note = (tensor: tf.Tensor, receive: (values: Float32Array) => void): void => {
        pending.push({ tensor: tf.keep(tf.clone(tensor)), receive });
      };
      note(mean, (values) => {
        record.mean = values;
      });
      note(variance, (values) => {
        record.variance = values.map((biased) => unbiasedVariance(biased, count));
      });
    };
  };

  return {
    async trace(network, batch, masks) {
      activate(backend);
      const { height, width, channels } = network.input;
      const pending: Pending[] = [];
      const observed: Observed[] = [];
      const run = trace(network, upload(batch, height, width, channels), {
        weights,
        masks,
        observe: observer(pending, observed),
      });
      const [logits] = (await readAll(backend, [run.logits])) as [Float32Array];
      return {
        logits,
        async backward(gradient, sink) {
          activate(backend);
          const classes = gradient.length / batch.count;
          run.backward(tf.tensor4d(gradient, [batch.count, 1, 1, classes]), (view, tensor, arrange) =>
            pending.push({ tensor, receive: (values) => sink(view, arrange ? arrange(values) : values) }),
          );
          await readPending(pending);
          return observed;
        },
      };
    },

    async predict(network, batch, statistics) {
      activate(backend);
      const { height, width, channels } = network.input;
      const pending: Pending[] = [];
      const observed: Observed[] = [];
      let logits = new Float32Array(0);
      const tensor = predict(network, upload(batch, height, width, channels), {
        weights,
        ...(statistics ? { statistics } : { observe: observer(pending, observed) }),
      });
      pending.push({
        tensor,
        receive: (values) => {
          logits = Float32Array.from(values);
        },
      });
      await readPending(pending);
      return { logits, observed };
    },

    close() {
      for (const tensor of uploads.values()) tensor.dispose();
      weights.dispose();
    },
  };
}
