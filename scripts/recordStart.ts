/**
 * @file Cuts a run file of the default configuration down to what the page plays while its own run warms up: the scores of its complete
 * rounds, and the first point, by which a test knows that the code still trains the same. `npm run record`.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { AppendLog } from "../src/core/appendLog.ts";
import { importRun } from "../src/core/readRun.ts";
import { exportRun } from "../src/core/runFile.ts";

const [source] = process.argv.slice(2);
if (!source) throw new Error("which run file?");
const read = importRun(readFileSync(source, "utf8"));
if (!read.ok) throw new Error(read.problem.message);
const run = read.value;
const text = exportRun({
  ...run,
  points: AppendLog.of(run.points.toArray().slice(0, 1)),
  scores: AppendLog.of(
    run.scores.toArray().map(({ architecture, accuracy }) => ({ architecture, accuracy })),
  ),
});
mkdirSync("public/recorded", { recursive: true });
const packed = gzipSync(text, { level: 9 });
writeFileSync("public/recorded/default.json.gz", packed);
console.log(`${run.rounds.length} rounds up to step ${run.step}, ${packed.length} bytes`);
