/** @file One training step: every path forward and back, gradients summed by parameter name. Changes nothing. */
import type { Parameter, WeightView } from "../../core/network/network.ts";
import type { ImageSet, TrainPath, TrainStep } from "../engine.ts";
import type { Batch, Device, GradientSink, Observed, Traced, WeightSource } from "./device.ts";
import { type CrossEntropy, countCorrect, crossEntropy, labelTargets, rankingFactors } from "./loss.ts";
import type { Parameters } from "./parameters.ts";
import { backView, readView } from "./view.ts";

export interface ComputedStep {
  /** Per path, [batch, classes]. */
  readonly logits: readonly Float32Array[];
  readonly losses: readonly number[];
  readonly accuracies: readonly number[];
  readonly gradients: ReadonlyMap<string, Float32Array>;
  readonly observed: readonly Observed[];
}

/** Images with their labels, [batch], and the distributions these ask for, [batch, classes]. */
interface LabeledBatch {
  readonly batch: Batch;
  readonly labels: Uint8Array;
  readonly hard: Float64Array;
}

/** Reads views of the parameters, each once. */
export function weightSource(values: (parameter: Parameter) => Float32Array): WeightSource {
  const known = new Map<WeightView, Float32Array>();
  return {
    array(view) {
      let array = known.get(view);
      if (!array) {
        array = readView(view, values);
        known.set(view, array);
      }
      return array;
    },
  };
}

export async function computeStep(
  device: Device,
  parameters: Parameters,
  images: ImageSet,
  batchOf: (indices: Int32Array) => Batch,
  step: TrainStep,
): Promise<ComputedStep> {
  const classes = images.classes.length;
  const labeled = new Map<Int32Array, LabeledBatch>();
  /** What a path sees: the images of the step unless it has its own. */
  const labeledOf = (path: number): LabeledBatch => {
    const indices = step.paths[path]?.images ?? step.images;
    const known = labeled.get(indices);
    if (known) return known;
    const labels = Uint8Array.from(indices, (image) => images.train.labels[image] as number);
    const added = {
      batch: batchOf(indices),
      labels,
      hard: labelTargets(labels, classes, step.labelSmoothing),
    };
    labeled.set(indices, added);
    return added;
  };
  const values = (parameter: Parameter): Float32Array => parameters.values(parameter);
  const gradients = new Map<string, Float32Array>();
  const observed: Observed[] = [];
  const logits: Float32Array[] = [];
  const entropies: CrossEntropy[] = [];

  const accumulate = ({ name }: Parameter, part: Float32Array): void => {
    const sum = gradients.get(name);
    if (!sum) gradients.set(name, part.slice());
    else for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (part[i] as number);
  };
  const sink: GradientSink = (view, gradient) => backView(view, gradient, values, accumulate);

  const { paths, ranking = [] } = step;
  const work = device.begin(weightSource(values));
  const traces: Promise<Traced>[] = [];
  const forward = async (path: number): Promise<Traced> => {
    const { network, teacher } = paths[path] as TrainPath;
    const { batch, hard } = labeledOf(path);
    const traced = await work.trace(network, batch, { seed: step.seed, path });
    // A teacher comes earlier in the list, but may still be under way on another thread.
    if (teacher !== undefined) await traces[teacher];
    const target = teacher === undefined ? hard : (entropies[teacher]?.probabilities ?? hard);
    logits[path] = traced.logits;
    entropies[path] = crossEntropy(traced.logits, target, classes);
    return traced;
  };
  const backward = async (path: number, into: GradientSink): Promise<readonly Observed[]> => {
    const traced = await (traces[path] as Promise<Traced>);
    let factor = (paths[path] as TrainPath).weight;
    if (ranking.length > 0) {
      // A hinge couples the losses, so no path goes back before all have gone forward.
      await Promise.all(traces);
      const losses = entropies.map(({ loss }) => loss);
      factor += rankingFactors(losses, ranking)[path] as number;
    }
    return traced.backward((entropies[path] as CrossEntropy).gradient(factor), into);
  };
  /** One path after the other: what a trace holds is free again before the next one begins, unless a ranking needs all. */
  const inTurn = async (): Promise<void> => {
    for (const path of paths.keys()) {
      traces[path] = forward(path);
      if (ranking.length > 0) await traces[path];
      else observed.push(...(await backward(path, sink)));
    }
    if (ranking.length > 0) for (const path of paths.keys()) observed.push(...(await backward(path, sink)));
  };
  /** All paths at the same time; their gradients are summed in order, so that the sums are those of one path after the other. */
  const together = async (): Promise<void> => {
    for (const path of paths.keys()) traces.push(forward(path));
    const runs = paths.map(async (_, path) => {
      const parts: (readonly [WeightView, Float32Array])[] = [];
      const seen = await backward(path, (view, gradient) => void parts.push([view, gradient.slice()]));
      return { seen, parts };
    });
    for (const { seen, parts } of await Promise.all(runs)) {
      for (const [view, gradient] of parts) sink(view, gradient);
      observed.push(...seen);
    }
  };

  try {
    await (device.width > 1 ? together() : inTurn());
  } finally {
    work.close();
  }
  return {
    logits,
    losses: entropies.map(({ loss }) => loss),
    accuracies: logits.map((rows, path) => {
      const { labels } = labeledOf(path);
      return countCorrect(rows, labels, classes) / labels.length;
    }),
    gradients,
    observed,
  };
}
