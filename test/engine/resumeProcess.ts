/**
 * @file A process of its own: goes on from every checkpoint of a folder, `steps` steps in all or to the end, and writes the checkpoint then
 * beside it, with what its first score says.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint, writeCheckpoint } from "../../src/core/checkpointFile.ts";
import { resumeSession } from "../../src/engine/openSession.ts";
import { environment, finish, firstScore, trainTo } from "./resumed.ts";

const folder = process.argv.at(-1) ?? "";
const jobs = JSON.parse(readFileSync(join(folder, "jobs.json"), "utf8")) as {
  name: string;
  steps?: number;
}[];
for (const { name, steps } of jobs) {
  const read = readCheckpoint(readFileSync(join(folder, `${name}.from`)));
  if (!read.ok) throw new Error(read.problem.message);
  const { session } = await resumeSession(read.value, environment);
  if (steps === undefined) await finish(session);
  else await trainTo(session, steps);
  writeFileSync(join(folder, `${name}.to`), writeCheckpoint(await session.checkpoint()));
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(await firstScore(session)));
  session.engine.dispose();
}
