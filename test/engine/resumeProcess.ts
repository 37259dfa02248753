/** @file A process of its own: reads a checkpoint from one file, trains to the end, and writes the checkpoint then to another. */
import { readFileSync, writeFileSync } from "node:fs";
import { readCheckpoint, writeCheckpoint } from "../../src/core/checkpointFile.ts";
import { resumeSession } from "../../src/engine/openSession.ts";
import { environment, finish } from "./resumed.ts";

const [from = "", to = ""] = process.argv.slice(-2);
const read = readCheckpoint(readFileSync(from));
if (!read.ok) throw new Error(read.problem.message);
const { session } = await resumeSession(read.value, environment);
await finish(session);
writeFileSync(to, writeCheckpoint(await session.checkpoint()));
