/** @file The end of a step as dispatches: gradients added up, clipped, and the parameters moved. */
import type { OptimizerStep } from "../engine.ts";
import type { Arena } from "./arena.ts";
import { kernels } from "./kernel.ts";
import type { Entry, ParameterStore } from "./parameterStore.ts";
import type { Program } from "./program.ts";
import type { Contribution } from "./views.ts";

/** Entries of a parameter that a workgroup takes. */
const BLOCK = 256;

/** Table of [record, first entry] for every block of every record. */
function blockTable(
  program: Program,
  records: readonly { at: number; size: number }[],
): { blocks: number; count: number } {
  const table: number[] = [];
  for (const { at, size } of records) for (let first = 0; first < size; first += BLOCK) table.push(at, first);
  return { blocks: program.table(table), count: table.length / 2 };
}

/** Adds the slices of one path into the flat gradients; `touched` knows the parameters that earlier paths have written. */
export function accumulate(
  program: Program,
  arena: Arena,
  contributions: readonly Contribution[],
  touched: Set<Entry>,
): void {
  const uses = new Map<Entry, Contribution[]>();
  for (const contribution of contributions) {
    const known = uses.get(contribution.entry);
    if (known) known.push(contribution);
    else uses.set(contribution.entry, [contribution]);
  }
  const records = [...uses].map(([entry, list]) => {
    const first = program.table(list.flatMap(({ at, slices, stride }) => [at, slices, stride]));
    const more = touched.has(entry) ? 1 : 0;
    touched.add(entry);
    return { at: program.table([entry.offset, entry.size, first, list.length, more]), size: entry.size };
  });
  const blocks = blockTable(program, records);
  program.dispatchGroups(kernels.accumulate, {}, blocks, blocks.count);
  for (const { block } of contributions) arena.release(block);
}

/** Norm, clipping and update. `record`: where in `results` the norm goes. */
export function update(
  program: Program,
  arena: Arena,
  parameters: ParameterStore,
  touched: ReadonlySet<Entry>,
  step: OptimizerStep,
  record: number,
): void {
  const entries = [...touched];
  const place = (entry: Entry): { at: number; size: number } => {
    const waits = !touched.has(entry) && step.inactive === "decay";
    const flags = (touched.has(entry) ? 1 : 0) + (entry.averaged ? 2 : 0) + (waits ? 4 : 0);
    const momentum = waits ? entry : parameters.momentum(entry, step.momentumGroup);
    if (!waits) momentum.hasMomentum = true;
    return { at: program.table([entry.offset, entry.size, flags, momentum.offset]), size: entry.size };
  };
  const moved = entries.map(place);
  const active = blockTable(program, moved);
  const squares = arena.allocate(active.count);
  const factor = arena.allocate(1);
  program.dispatch(kernels.squares, {}, { ...active, output: squares.offset }, active.count);
  program.dispatchGroups(
    kernels.clip,
    {},
    { count: active.count, squares: squares.offset, limit: step.clipNorm, output: factor.offset, record },
    1,
  );
  if (step.inactive !== "untouched")
    for (const entry of [...parameters.entries()])
      if (entry.trained && !touched.has(entry)) {
        moved.push(place(entry));
        entries.push(entry);
      }
  const all = moved.length > touched.size ? blockTable(program, moved) : active;
  program.dispatchGroups(
    kernels.update,
    {},
    {
      ...all,
      factor: factor.offset,
      rate: step.learningRate,
      momentum: step.momentum,
      nesterov: step.nesterov ? 1 : 0,
      decay: step.weightDecay,
      average: step.emaDecay,
    },
    all.count,
  );
  arena.release(squares);
  arena.release(factor);
  for (const entry of entries) entry.trained = true;
  // An average that is switched on again starts at the weights of then.
  if (step.emaDecay <= 0) for (const entry of parameters.entries()) entry.averaged = false;
  else for (const entry of entries) entry.averaged = true;
}
