/** @file Batch norm as dispatches. Forward only takes the statistics: the affine map is left to whoever reads the value. */
import type { Operation, WeightView } from "../../core/network/network.ts";
import { isWhole } from "../../core/network/view.ts";
import type { Block } from "./arena.ts";
import type { GradientFlow } from "./gradientFlow.ts";
import { kernels } from "./kernel.ts";
import type { Pass, Ref } from "./pass.ts";
import { NONE } from "./program.ts";

type BatchNorm = Extract<Operation, { op: "batchNorm" }>;

const modes = { batch: 0, track: 1, running: 2, observe: 3, recall: 4 } as const;

export function normalize(pass: Pass, operation: BatchNorm, index: number): void {
  const { program, arena, views, norm } = pass.setting;
  const { channels } = pass.shape(index + 1);
  const plane = pass.plane(index + 1);
  const ref = pass.stored(operation.input);
  const statistics = arena.allocate(2 * channels);
  const { mean, variance } = operation;
  const direct =
    (isWhole(mean) || mean.outputs?.kind === "first") &&
    (isWhole(variance) || variance.outputs?.kind === "first");
  const where = (view: WeightView): number =>
    direct ? views.weight({ parameter: view.parameter }) : views.weight(view);
  const kind = norm.kind === "track" && !direct ? "batch" : norm.kind;
  const reads = kind === "track" || kind === "running";
  // Norms that share running statistics move them one after the other.
  if (norm.kind === "track") program.after(mean.parameter.name);
  program.dispatchGroups(
    kernels.statistics,
    {},
    {
      input: ref.at,
      plane,
      channels,
      output: statistics.offset,
      mode: modes[kind],
      mean: reads ? where(mean) : NONE,
      variance: reads ? where(variance) : NONE,
      sums: norm.kind === "observe" || norm.kind === "recall" ? (norm.sums.get(index) as Block).offset : NONE,
      rate: "rate" in norm ? norm.rate : 0,
    },
    channels,
  );
  if (norm.kind === "track" && !direct)
    track(pass, operation, { channels, plane, rate: norm.rate }, statistics);
  if (norm.kind === "track") program.mark(mean.parameter.name);
  pass.derive(index + 1, {
    kind: "term",
    term: {
      ref,
      extent: channels,
      statistics,
      ...(operation.scale && { scale: views.weight(operation.scale) }),
      ...(operation.shift && { shift: views.weight(operation.shift) }),
    },
  });
  pass.keep(index, statistics);
}

/** Running statistics behind a choice of channels. They move in every path, so they are derived anew each time. */
function track(
  pass: Pass,
  { mean, variance }: BatchNorm,
  { channels, plane, rate }: { channels: number; plane: number; rate: number },
  statistics: Block,
): void {
  const { program, views } = pass.setting;
  const current = views.reserve(2 * channels);
  views.derive(mean, current);
  views.derive(variance, current + channels);
  const entries = mean.parameter.shape[0] as number;
  program.dispatch(
    kernels.track,
    {},
    {
      entries,
      channels,
      plane,
      mean: views.weight({ parameter: mean.parameter }),
      variance: views.weight({ parameter: variance.parameter }),
      current,
      statistics: statistics.offset,
      readers: views.readers(mean),
      rate,
    },
    entries,
  );
}

export function batchNormBackward(
  pass: Pass,
  flow: GradientFlow,
  operation: BatchNorm,
  index: number,
  gradient: Ref,
): void {
  const { program, arena, views } = pass.setting;
  const { channels } = pass.shape(index + 1);
  const plane = pass.plane(index + 1);
  const ref = pass.stored(operation.input);
  const [statistics] = pass.kept.get(index) as [Block];
  const sums = arena.allocate(2 * channels);
  const common = { input: ref.at, gradient: gradient.at, plane, channels, statistics: statistics.offset };
  program.dispatchGroups(kernels.normSums, {}, { ...common, output: sums.offset }, channels);
  const chunks = pass.chunks(index + 1);
  flow.emit(operation.input, [gradient.block, sums, statistics], (base, output) =>
    program.dispatch(
      kernels.normGradient,
      {},
      {
        ...common,
        scale: operation.scale ? views.weight(operation.scale) : NONE,
        sums: sums.offset,
        base,
        output,
        chunks,
      },
      chunks * channels,
    ),
  );
  const contribute = (view: WeightView | undefined, at: number): void => {
    if (view) flow.contributions.push(...views.contribute(arena, view, arena.retain(sums), at, 1));
  };
  contribute(operation.scale, sums.offset);
  contribute(operation.shift, sums.offset + channels);
  arena.release(sums);
}
