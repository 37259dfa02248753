/** @file Scores of many networks: compiled and submitted some at a time, their counts read together. */
import type { Network } from "../../core/network/network.ts";
import type { Evaluation, NetworkScore } from "../engine.ts";
import { scoredImages } from "../evaluationBatches.ts";
import type { DeviceParts } from "./deviceParts.ts";
import { compileScore, TALLY } from "./scoreProgram.ts";
import { RECORDS_SIZE } from "./trainingRecords.ts";

/** Networks scored between two readings. */
const TALLIES = 1024;
/** Networks in one submission: enough to keep the device busy, few enough not to alarm a driver's watchdog. */
const NETWORKS_PER_SUBMIT = 8;
/** Floats of `results` that counts take, behind the records of training. */
export const TALLIES_SIZE = TALLY * TALLIES;

export async function scoreNetworks(
  parts: DeviceParts,
  networks: readonly Network[],
  evaluation: Evaluation,
): Promise<NetworkScore[]> {
  if (evaluation.state === "frozen" && !parts.parameters.isFrozen) throw new Error("no weights were frozen");
  const scores: NetworkScore[] = [];
  for (let start = 0; start < networks.length; start += TALLIES)
    scores.push(...(await scoreSome(parts, networks.slice(start, start + TALLIES), evaluation)));
  return scores;
}

/** Scores as many networks as there is room for counts. */
async function scoreSome(
  { pipelines, parameters, images, buffers, submissions, readback }: DeviceParts,
  networks: readonly Network[],
  evaluation: Evaluation,
): Promise<NetworkScore[]> {
  const count = scoredImages(images.set, evaluation);
  const { state, weights } = evaluation;
  for (let first = 0; first < networks.length; first += NETWORKS_PER_SUBMIT) {
    const group = networks.slice(first, first + NETWORKS_PER_SUBMIT);
    const tally = RECORDS_SIZE + TALLY * first;
    const compiled = compileScore(pipelines, parameters, images, group, evaluation, tally);
    await submissions.submit(compiled, `${state} ${weights}`, (encoder) => {
      const { sums } = compiled;
      if (sums) encoder.clearBuffer(buffers.get("values"), 4 * sums.offset, 4 * sums.size);
      if (state === "live" && weights === "ema") parameters.completeAverages(encoder);
    });
    await submissions.throttle();
  }
  const tallies = await readback.readOne({
    buffer: buffers.get("results"),
    offset: RECORDS_SIZE,
    count: TALLY * networks.length,
  });
  return networks.map((_, k) => {
    const [correct, loss] = [tallies[TALLY * k] as number, tallies[TALLY * k + 1] as number];
    // Below zero stands for logits that are no numbers.
    if (correct < 0) return { accuracy: Number.NaN, loss: Number.NaN };
    return { accuracy: correct / count, loss: loss / count };
  });
}
