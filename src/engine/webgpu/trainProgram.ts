/**
 * @file A whole training step as one program: batch, then forward, loss and backward of every path, then the update. How it is made:
 *
 * 1. Place parameters (`placeParameters`, `ParameterStore`). Every parameter of every path gets its offset in the flat buffers, the same
 *    in that of weights, of gradients, of momenta; a new one only ever goes behind the others. What a view derives lies behind them all.
 * 2. Levels (`levelsOf`). An operation's level is one more than the highest among those that make its inputs, so that operations of one
 *    level depend on nothing of each other. Forward goes up the levels, backward down.
 * 3. Deferred forms (`Pass`). A ReLU is a floor that the next kernel reads with; a batch norm is only its statistics, a masked path only
 *    its mask, both applied by the sum that reads them; the first channels are the same memory. Only what reads a value as it is makes
 *    it be stored. This saves a dispatch, and a write and a read of the feature map, for each of them.
 * 4. Lifetimes (`Arena`). A block of the buffer of values is counted by its users and given back with the last. Forward keeps what
 *    backward will read; backward gives it back level by level. Which offset anything has is known before anything runs.
 * 5. Hazards. A device runs dispatches as if one after the other, so all that counts is their order, and 6 changes it within a level.
 *    Hence no place is given away again before the level ends (`hold`, `flush`), and where two operations of a level do touch the same
 *    (running statistics they share, a view or a value that one of them has stored), the later one comes behind (`mark`, `after`).
 * 6. Merging of jobs (`Program.dispatchGroups`). An operation's dispatch joins an earlier one of the level that has the same pipeline and
 *    size and a job to spare, if that lies behind the operation's own dispatches so far. At this size launches cost more than the work.
 * 7. Encoding (`Program.encode`). All parameters are in one uniform buffer, 256 bytes a dispatch, all lists in one table: a step is two
 *    uploads, one bind group, one pass and one submission. Nothing waits for the device, and the next step is compiled meanwhile.
 *
 * A worked example: the image goes through two batch norms, whose sum is the logits (`workedExample.test.ts` holds the list to it).
 *
 *     operation                 level   dispatches
 *                                       gather              the batch of images, [channel, row, column, image]
 *     1 batchNorm first(0)      0       statistics, 2 jobs  of 1 and 2 at once; where both move the same running statistics, two
 *     2 batchNorm second(0)     0                           dispatches one after the other
 *     3 add(1, 2)               1       combine             applies both norms and adds
 *                                       loss                and its gradient, which is that of 3 and, unchanged, those of 1 and 2
 *     backward of 1 and 2       0       normSums, 2 jobs    gradients of scale and shift; the image needs none, hence no normGradient
 *                                       accumulate          into the flat gradients
 *                                       squares, clip       the global norm and the factor that follows
 *                                       update              of all parameters at once
 *
 * Its nine blocks (batch, two statistics, logits, gradient, two sums, squares, factor) lie in six places: the first sums take that of
 * the logits, squares and factor any that is free by then.
 */
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
