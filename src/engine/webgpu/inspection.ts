/** @file A step computed without moving a weight, and all that it computed: logits, losses, gradients. */
import type { Inspection, TrainStep } from "../engine.ts";
import type { DeviceParts } from "./deviceParts.ts";
import { RECORD } from "./trainingRecords.ts";
import { compileStep } from "./trainProgram.ts";

/** Records of steps before must have been read: those of this one take their place. */
export async function inspectStep(
  { pipelines, parameters, images, buffers, submissions, readback }: DeviceParts,
  step: TrainStep,
): Promise<Inspection> {
  const compiled = compileStep(pipelines, parameters, images, step, 0, true);
  await submissions.submit(compiled);
  const { classes } = images;
  const batch = step.images.length;
  const entries = [...compiled.touched];
  const [records, ...arrays] = await readback.read([
    { buffer: buffers.get("results"), offset: 0, count: RECORD * step.paths.length },
    ...compiled.logits.map(({ at }) => ({
      buffer: buffers.get("values"),
      offset: at,
      count: batch * classes,
    })),
    ...entries.map(({ offset, size }) => ({ buffer: buffers.get("gradients"), offset, count: size })),
  ]);
  const logits = arrays.slice(0, step.paths.length);
  const gradients = arrays.slice(step.paths.length);
  return {
    logits: logits.map((byClass) =>
      Float32Array.from(
        byClass,
        (_, i) => byClass[(i % classes) * batch + Math.floor(i / classes)] as number,
      ),
    ),
    losses: step.paths.map((_, path) => records?.[RECORD * path] as number),
    gradients: Object.fromEntries(entries.map(({ name }, i) => [name, gradients[i] as Float32Array])),
  };
}
