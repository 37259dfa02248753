/** @file One training step: every path forward and back, gradients summed by parameter name. Changes nothing. */
import type { Parameter, WeightView } from "../../core/network/network.ts";
import type { ImageSet, TrainStep } from "../engine.ts";
import type { Batch, Device, GradientSink, Observed, Traced, WeightSource } from "./device.ts";
import { type CrossEntropy, countCorrect, crossEntropy, labelTargets, rankingFactors } from "./loss.ts";
import type { Parameters } from "./parameters.ts";
import { backView, readView } from "./view.ts";

export interface StepResult {
  /** Per path, [batch, classes]. */
  readonly logits: readonly Float32Array[];
  readonly losses: readonly number[];
  readonly accuracies: readonly number[];
  readonly gradients: ReadonlyMap<string, Float32Array>;
  readonly observed: readonly Observed[];
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
  batch: Batch,
  step: TrainStep,
): Promise<StepResult> {
  const classes = images.classes.length;
  const labels = Uint8Array.from(step.images, (image) => images.train.labels[image] as number);
  const hard = labelTargets(labels, classes, step.labelSmoothing);
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

  const work = device.begin(weightSource(values));
  const forward = async (path: number, earlier?: readonly Promise<Traced>[]): Promise<Traced> => {
    const { network, teacher } = step.paths[path] as TrainStep["paths"][number];
    const traced = await work.trace(network, batch, { seed: step.seed, path });
    if (teacher !== undefined) await earlier?.[teacher];
    const target = teacher === undefined ? hard : (entropies[teacher]?.probabilities ?? hard);
    logits[path] = traced.logits;
    entropies[path] = crossEntropy(traced.logits, target, classes);
    return traced;
  };
  const backward = async (traced: Traced, path: number, extra: number, into: GradientSink) => {
    const factor = (step.paths[path]?.weight ?? 0) + extra;
    return traced.backward((entropies[path] as CrossEntropy).gradient(factor), into);
  };
  /** All paths at the same time; their gradients are summed in order, so that the sums are those of one path after the other. */
  const together = async (): Promise<void> => {
    const earlier: Promise<Traced>[] = [];
    const runs = step.paths.map(async (_, path) => {
      const traced = forward(path, earlier);
      earlier.push(traced);
      const parts: (readonly [WeightView, Float32Array])[] = [];
      const collect: GradientSink = (view, gradient) => void parts.push([view, gradient.slice()]);
      return { seen: await backward(await traced, path, 0, collect), parts };
    });
    for (const { seen, parts } of await Promise.all(runs)) {
      for (const [view, gradient] of parts) sink(view, gradient);
      observed.push(...seen);
    }
  };

  try {
    const count = step.paths.length;
    if (step.ranking?.length) {
      // A hinge couples the losses, so all paths go forward before the first goes back.
      const runs: Traced[] = [];
      for (let path = 0; path < count; path++) runs.push(await forward(path));
      const losses = entropies.map(({ loss }) => loss);
      const extra = rankingFactors(losses, step.ranking);
      for (const [path, run] of runs.entries())
        observed.push(...(await backward(run, path, extra[path] as number, sink)));
    } else if (device.width > 1) await together();
    else
      for (let path = 0; path < count; path++)
        observed.push(...(await backward(await forward(path), path, 0, sink)));
  } finally {
    work.close();
  }
  return {
    logits,
    losses: entropies.map(({ loss }) => loss),
    accuracies: logits.map((rows) => countCorrect(rows, labels, classes) / labels.length),
    gradients,
    observed,
  };
}
