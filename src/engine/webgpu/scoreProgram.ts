/** @file The scoring of several networks as one program: forward passes only, the counts of correct answers kept on the device. */
import type { Network } from "../../core/network/network.ts";
import type { Evaluation } from "../engine.ts";
import { evaluationWork } from "../evaluationBatches.ts";
import { Arena, type Block } from "./arena.ts";
import { forward } from "./forward.ts";
import type { ImageStore } from "./imageStore.ts";
import { kernels } from "./kernel.ts";
import type { ParameterStore } from "./parameterStore.ts";
import type { NormSource } from "./pass.ts";
import type { Pipelines } from "./pipelines.ts";
import { NONE, Program } from "./program.ts";
import { type Compiled, placeParameters } from "./trainProgram.ts";
import { Views } from "./views.ts";

/** Floats of `results` for each network: number of correct answers (below zero where a logit is no number), sum of losses. */
export const TALLY = 2;

/**
 * @param tally where in `results` the tally of the first network goes; the others follow
 * @returns with `sums`, the part of the arena that must be zero at the start
 */
export function compileScore(
  pipelines: Pipelines,
  parameters: ParameterStore,
  images: ImageStore,
  networks: readonly Network[],
  evaluation: Evaluation,
  tally: number,
): Compiled & { readonly sums: Block | undefined } {
  placeParameters(parameters, networks);
  const program = new Program(pipelines);
  const arena = new Arena();
  const views = new Views(program, parameters);
  views.begin();
  const { scored, calibration } = evaluationWork(images.set, evaluation);
  const calibrating = evaluation.norm === "recalibrated";
  const sums = calibrating ? sumBlocks(arena, networks) : undefined;
  const setting = { program, arena, views };

  for (const indices of calibration) {
    const size = indices.length;
    const input = arena.allocate(images.floats(size));
    images.gather(program, "train", { size, indices: program.table(indices) }, input);
    networks.forEach((network, k) => {
      const norm: NormSource = {
        kind: "observe",
        sums: sums?.maps[k] ?? new Map(),
        rate: 1 / calibration.length,
      };
      arena.release(forward(network, { ...setting, batch: size, norm }, input).logits.block);
    });
    arena.release(input);
  }

  scored.forEach((indices, number) => {
    const batch = { size: indices.length, indices: program.table(indices) };
    const input = arena.allocate(images.floats(batch.size));
    images.gather(program, evaluation.part, batch, input);
    networks.forEach((network, k) => {
      const norm: NormSource = calibrating
        ? { kind: "recall", sums: sums?.maps[k] ?? new Map(), rate: 0 }
        : { kind: evaluation.norm === "running" ? "running" : "batch" };
      const { logits } = forward(network, { ...setting, batch: batch.size, norm }, input);
      program.dispatchGroups(
        kernels.loss,
        {},
        {
          batch: batch.size,
          classes: images.classes,
          logits: logits.at,
          teacher: NONE,
          ...images.labels(evaluation.part, batch),
          smoothing: 0,
          factor: 0,
          gradient: NONE,
          record: NONE,
          tally: tally + TALLY * k,
          more: number > 0 ? 1 : 0,
        },
        1,
      );
      arena.release(logits.block);
    });
    arena.release(input);
  });
  return { program, values: arena.extent, derived: views.derived, sums: sums?.whole };
}

/** Room for the summed statistics of every batch norm of every network, in one block. */
function sumBlocks(arena: Arena, networks: readonly Network[]): { whole: Block; maps: Map<number, Block>[] } {
  let size = 0;
  const places = networks.map((network) =>
    network.operations.flatMap(({ op }, index) => {
      if (op !== "batchNorm") return [];
      const at = size;
      const floats = 2 * (network.shapes[index + 1]?.channels ?? 0);
      size += floats;
      return [{ index, at, floats }];
    }),
  );
  const whole = arena.allocate(size);
  return {
    whole,
    maps: places.map(
      (list) =>
        new Map(
          list.map(({ index, at, floats }) => [index, { offset: whole.offset + at, size: floats, users: 1 }]),
        ),
    ),
  };
}
