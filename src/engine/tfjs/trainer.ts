/** @file One training step on tensors: every path forward and back, gradients summed by parameter name. */
import * as tf from "@tensorflow/tfjs-core";
import type { Operation, Parameter, WeightView } from "../../core/network/network.ts";
import type { ImageSet, TrainStep } from "../engine.ts";
import { activate, type BackendName, readAll } from "./backend.ts";
import { countCorrect, crossEntropy, labelTargets, rankingFactors } from "./loss.ts";
import type { Parameters } from "./parameters.ts";
import { backView } from "./view.ts";
import { type Trace, trace } from "./walk.ts";
import { Weights } from "./weights.ts";

/** Batch statistics of one norm, variance unbiased. */
export interface Observed {
  readonly norm: Extract<Operation, { op: "batchNorm" }>;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

export interface StepResult {
  /** Per path, [batch, classes]. */
  readonly logits: readonly Float32Array[];
  readonly losses: readonly number[];
  readonly accuracies: readonly number[];
  readonly gradients: ReadonlyMap<string, Float32Array>;
  readonly observed: readonly Observed[];
}

interface Pending {
  readonly tensor: tf.Tensor;
  readonly receive: (values: Float32Array) => void;
}

/** Computes a step without changing anything. */
export async function computeStep(
  backend: BackendName,
  parameters: Parameters,
  images: ImageSet,
  pixels: Float32Array,
  step: TrainStep,
): Promise<StepResult> {
  activate(backend);
  const classes = images.classes.length;
  const batch = step.images.length;
  const labels = Uint8Array.from(step.images, (image) => images.train.labels[image] as number);
  const hard = labelTargets(labels, classes, step.labelSmoothing);
  const weights = new Weights(parameters);
  const input = tf.tensor4d(pixels, [batch, images.height, images.width, images.channels]);
  const pending: Pending[] = [];
  const gradients = new Map<string, Float32Array>();
  const observed: Observed[] = [];
  const logits: Float32Array[] = [];
  const entropies: ReturnType<typeof crossEntropy>[] = [];

  const accumulate = ({ name }: Parameter, part: Float32Array): void => {
    const sum = gradients.get(name);
    if (!sum) gradients.set(name, part.slice());
    else for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (part[i] as number);
  };
  const sink = (
    view: WeightView,
    tensor: tf.Tensor,
    arrange?: (values: Float32Array) => Float32Array,
  ): void => {
    const receive = (values: Float32Array): void =>
      backView(view, arrange ? arrange(values) : values, weights.values, accumulate);
    pending.push({ tensor, receive });
  };
  const forward = async (path: number): Promise<Trace> => {
    const { network, teacher } = step.paths[path] as TrainStep["paths"][number];
    activate(backend);
    const run = trace(network, input, {
      weights,
      masks: { seed: step.seed, path },
      observe: (norm, { mean, variance }, count) => {
        const record: { -readonly [K in keyof Observed]: Observed[K] } = {
          norm,
          mean: new Float32Array(0),
          variance: new Float32Array(0),
        };
        observed.push(record);
        const unbiased = count / Math.max(count - 1, 1);
        pending.push({
          tensor: tf.keep(tf.clone(mean)),
          receive: (values) => {
            record.mean = values;
          },
        });
        pending.push({
          tensor: tf.keep(tf.clone(variance)),
          receive: (values) => {
            record.variance = values.map((value) => value * unbiased);
          },
        });
      },
    });
    const [values] = (await readAll(backend, [run.logits])) as [Float32Array];
    logits.push(values);
    const target = teacher === undefined ? hard : (entropies[teacher]?.probabilities ?? hard);
    entropies.push(crossEntropy(values, target, classes));
    return run;
  };
  const backward = async (run: Trace, path: number, factor: number): Promise<void> => {
    activate(backend);
    const gradient = entropies[path]?.gradient(factor) as Float32Array;
    run.backward(tf.tensor4d(gradient, [batch, 1, 1, classes]), sink);
    const received = pending.splice(0);
    const values = await readAll(
      backend,
      received.map(({ tensor }) => tensor),
    );
    received.forEach(({ tensor, receive }, i) => {
      tensor.dispose();
      receive(values[i] as Float32Array);
    });
  };

  try {
    const weightOf = (path: number): number => step.paths[path]?.weight ?? 0;
    if (step.ranking?.length) {
      // A hinge couples the losses, so all paths go forward before the first goes back.
      const runs: Trace[] = [];
      for (let path = 0; path < step.paths.length; path++) runs.push(await forward(path));
      const extra = rankingFactors(
        entropies.map(({ loss }) => loss),
        step.ranking,
      );
      for (const [path, run] of runs.entries())
        await backward(run, path, weightOf(path) + (extra[path] as number));
    } else
      for (let path = 0; path < step.paths.length; path++)
        await backward(await forward(path), path, weightOf(path));
  } finally {
    input.dispose();
    weights.dispose();
  }
  return {
    logits,
    losses: entropies.map(({ loss }) => loss),
    accuracies: logits.map((values) => countCorrect(values, labels, classes) / batch),
    gradients,
    observed,
  };
}
