/** @file A whole training step as one program: batch, then forward, loss and backward of every path, then the update. */
import { type Network, parametersOfView, viewsOf } from "../../core/network/network.ts";
import type { TrainStep } from "../engine.ts";
import { Arena, type Block } from "./arena.ts";
import { backward } from "./backward.ts";
import { forward } from "./forward.ts";
import type { Batch as ImageBatch, ImageStore } from "./imageStore.ts";
import { kernels } from "./kernel.ts";
import { accumulate, update } from "./optimizer.ts";
import type { Entry, ParameterStore } from "./parameterStore.ts";
import type { NormSource, Pass, Ref } from "./pass.ts";
import type { Pipelines } from "./pipelines.ts";
import { floatBits, NONE, Program } from "./program.ts";
import { RECORD } from "./trainingRecords.ts";
import { Views } from "./views.ts";

/** A program and the room it needs, in floats. */
export interface Compiled {
  readonly program: Program;
  readonly values: number;
  readonly derived: number;
}

interface Lesson {
  readonly chosen: ImageBatch;
  readonly input: Block;
}

/** Gives every parameter of the networks its place, running statistics included. */
export function placeParameters(parameters: ParameterStore, networks: Iterable<Network>): void {
  for (const network of networks)
    for (const view of network.operations.flatMap(viewsOf))
      for (const parameter of parametersOfView(view)) parameters.entry(parameter);
}

/**
 * @param record where in `results` the records of the paths go
 * @param inspecting nothing is tracked or updated, and all logits are left in place
 */
export function compileStep(
  pipelines: Pipelines,
  parameters: ParameterStore,
  images: ImageStore,
  step: TrainStep,
  record: number,
  inspecting = false,
): Compiled & { readonly logits: readonly Ref[]; readonly touched: ReadonlySet<Entry> } {
  placeParameters(parameters, new Set(step.paths.map(({ network }) => network)));
  const program = new Program(pipelines);
  const arena = new Arena();
  const views = new Views(program, parameters);
  views.begin();
  const batch = step.images.length;
  const lessons = new Map<Int32Array, Lesson>();
  /** What a path sees, as it lies on the device: the images of the step unless it has its own. */
  const lessonOf = (path: number): Lesson => {
    const indices = step.paths[path]?.images ?? step.images;
    const known = lessons.get(indices);
    if (known) return known;
    const chosen = { size: batch, indices: program.table(indices) };
    const input = arena.allocate(images.floats(batch));
    images.gather(program, "train", chosen, input);
    const lesson = { chosen, input };
    lessons.set(indices, lesson);
    return lesson;
  };

  for (const path of step.paths.keys()) lessonOf(path);
  const touched = new Set<Entry>();
  const logits: Ref[] = [];
  const taught = new Set(step.paths.map(({ teacher }) => teacher));
  const ranking = step.ranking ?? [];
  const finish = (pass: Pass, gradient: Ref): void =>
    accumulate(program, arena, backward(pass, gradient), touched);

  const loss = (path: number, factor: number): Ref => {
    const { teacher } = step.paths[path] as TrainStep["paths"][number];
    const gradient = arena.allocate(batch * images.classes);
    program.dispatchGroups(
      kernels.loss,
      {},
      {
        batch,
        classes: images.classes,
        logits: (logits[path] as Ref).at,
        teacher: teacher === undefined ? NONE : (logits[teacher] as Ref).at,
        ...images.labels("train", lessonOf(path).chosen),
        smoothing: step.labelSmoothing,
        factor: factor / batch,
        gradient: gradient.offset,
        record: record + RECORD * path,
        tally: NONE,
        more: 0,
      },
      1,
    );
    return { block: gradient, at: gradient.offset };
  };

  const norm: NormSource = inspecting
    ? { kind: "batch" }
    : { kind: "track", rate: step.optimizer.normMomentum };
  const pending: { pass: Pass; gradient: Ref }[] = [];
  step.paths.forEach(({ network, weight }, path) => {
    const training = { seed: step.seed, path };
    const run = forward(network, { program, arena, views, batch, norm, training }, lessonOf(path).input);
    logits.push(run.logits);
    if (inspecting || taught.has(path)) arena.retain(run.logits.block);
    // A hinge ties the paths together: no gradient is known before all losses are.
    if (ranking.length > 0) pending.push({ pass: run.pass, gradient: loss(path, 1) });
    else finish(run.pass, loss(path, weight));
  });
  if (ranking.length > 0) {
    const factors = rank(program, arena, step, record);
    pending.forEach(({ pass, gradient }, path) => {
      const count = batch * images.classes;
      program.dispatch(
        kernels.scale,
        {},
        { count, output: gradient.at, factor: factors.offset + path },
        count,
      );
      finish(pass, gradient);
    });
  }
  if (!inspecting) update(program, arena, parameters, touched, step.optimizer, record + 2);
  return { program, values: arena.extent, derived: views.derived, logits, touched };
}

/** The factor of every path's loss once all losses are known. */
function rank(program: Program, arena: Arena, step: TrainStep, record: number): Block {
  const pairs = step.ranking ?? [];
  const factors = arena.allocate(step.paths.length);
  program.dispatchGroups(
    kernels.ranking,
    {},
    {
      paths: step.paths.length,
      pairs: program.table(
        pairs.flatMap(({ better, worse, weight, margin }) => [
          better,
          worse,
          floatBits(weight),
          floatBits(margin),
        ]),
      ),
      count: pairs.length,
      path_weights: program.table(step.paths.map(({ weight }) => floatBits(weight))),
      record,
      output: factors.offset,
    },
    1,
  );
  return factors;
}
