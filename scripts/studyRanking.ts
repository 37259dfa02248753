/**
 * @file How the ranking of a super-net develops over a run, for choosing defaults: trains, and at some shares of the way scores a set of
 * uniformly drawn architectures on the weights of that very step. Scores are written as they come, one JSON line a state; correlations
 * are for `analyzeRanking.ts`, which joins them with a table.
 *
 *     npx vite-node scripts/studyRanking.ts -- OUT.jsonl wasm|webgpu LABEL SPACE SEED COUNT IMAGES [key=value …]
 *
 * IMAGES is a number of validation images per score, or several with commas between them.
 * COUNT is as the table command's --count, or --count+--admitted, so that both draw the same architectures.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { datasets } from "../src/core/datasets.ts";
import { recipeOf } from "../src/core/heuristics/index.ts";
import { nothingScored } from "../src/core/resolveRun.ts";
import { spaceById } from "../src/core/spaces/index.ts";
import type { Architecture } from "../src/core/spaces/space.ts";
import { evaluationOf } from "../src/engine/evaluation.ts";
import { openSession } from "../src/engine/openSession.ts";
import { readDataset } from "../src/headless/dataset.ts";
import { type EngineId, openEngine } from "../src/headless/engines.ts";
import { readSettings } from "../src/headless/settingFlags.ts";
import { selectArchitectures } from "../src/headless/table/selection.ts";

const shares = [1 / 8, 1 / 4, 3 / 8, 1 / 2, 3 / 4, 1];

const [out = "", engine = "", label = "", spaceId = "", seed = "", count = "", images = "", ...pairs] =
  process.argv.slice(2);
const space = spaceById(spaceId);
if (!space) throw new Error(`unknown space "${spaceId}"`);
const settings = readSettings(space, pairs);
const name = `${label} ${spaceId} ${seed}`;
const isDone = existsSync(out) && readFileSync(out, "utf8").includes(`"name":"${name}","share":1,`);
if (!isDone) {
  const config = { space: space.id, dataset: datasets[0].id, seed: Number(seed), settings };
  const recipe = recipeOf(space, settings);
  const { network: byDefault } = recipeOf(space, {});
  const [uniform = 0, admitted = 0] = count.split("+").map(Number);
  const pool = selectArchitectures(
    space,
    (architecture) => space.admits(architecture, byDefault),
    uniform,
    admitted,
  )
    .map(({ architecture }) => architecture)
    .filter((architecture) => space.admits(architecture, recipe.network));
  const { session, images: set } = await openSession(config, {
    // Scored here, not by rounds.
    judge: nothingScored,
    loadImages: ({ id }) => readDataset(id),
    createEngine: await openEngine(engine as EngineId),
  });
  const input = { height: set.height, width: set.width, channels: set.channels };
  const build = (architecture: Architecture) =>
    space.build(architecture, recipe.network, input, set.classes.length);
  const networks = pool.map(build);
  const { events } = await session.advance();
  const total = events[0]?.type === "started" ? events[0].totalSteps : 0;
  const began = process.cpuUsage();
  for (const share of shares) {
    while (session.step < Math.round(share * total)) await session.advance();
    const kinds = recipe.optimizer.emaDecay > 0 ? (["raw", "ema"] as const) : (["raw"] as const);
    // Statistics tracked in training, once, at the end: the other way to score the same weights.
    const norms = share === 1 ? (["batch", "running"] as const) : (["batch"] as const);
    for (const weights of kinds)
      for (const norm of norms)
        for (const count of images.split(",").map(Number)) {
          const scores = await session.engine.score(networks, {
            ...evaluationOf(recipe, set),
            count,
            batchSize: Math.min(250, count),
            norm,
            weights,
          });
          const { user, system } = process.cpuUsage(began);
          appendFileSync(
            out,
            `${JSON.stringify({
              name,
              share,
              weights,
              norm,
              images: count,
              step: session.step,
              cpuSeconds: Math.round((user + system) / 1e6),
              engine,
              settings,
              pool: pool.map((architecture) => space.print(architecture)),
              accuracy: scores.map(({ accuracy }) => accuracy),
              loss: scores.map(({ loss }) => Math.round(loss * 1e6) / 1e6),
            })}\n`,
          );
        }
  }
  session.engine.dispose();
}
