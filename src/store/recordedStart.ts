/** @file A recorded run of the default configuration, which the page plays while its own run warms up. It never becomes a run of the lab. */
import { defaultConfig } from "../core/config.ts";
import { defaultView } from "../core/linkView.ts";
import { importRun } from "../core/readRun.ts";
import type { RunConfig } from "../core/run.ts";
import type { Run } from "../core/runState.ts";
import { toLink } from "../core/shareLink.ts";
import { fetchBytes } from "../worker/fetchBytes.ts";
import type { RunEntry } from "./runs.ts";

const address = "recorded/default.json.gz";

/** Whether a configuration is the one that is recorded. */
export const isRecordedAs = (config: RunConfig): boolean => linkOf(config) === linkOf(defaultConfig());

/** Whether a run trains as the recorded one did: no change was made, and none will be by itself. */
export const isAsRecorded = ({ run, planned = [] }: RunEntry): boolean =>
  planned.length === 0 && run.changes.length === 0 && isRecordedAs(run.config);

const linkOf = (config: RunConfig): string => toLink({ config, view: defaultView });

/**
 * The recording; `undefined` where it cannot be had, or is of another configuration. A page can do without it, so that nothing is said of
 * why.
 */
export async function recordedStart(base: string): Promise<Run | undefined> {
  try {
    const answer = await fetchBytes(new URL(address, base));
    if (answer === "missing" || answer.type.includes("html")) return undefined;
    return readRecording(await unpacked(answer.bytes));
  } catch {
    return undefined;
  }
}

/** The run of a recording's text, where it is one of the configuration. */
export function readRecording(text: string): Run | undefined {
  const read = importRun(text);
  return read.ok && isRecordedAs(read.value.config) ? read.value : undefined;
}

/** Some servers hand out the file as it is, others unpack it on the way. */
async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const stream = new Blob([bytes]).stream();
  const text = isPacked ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
  return await new Response(text).text();
}
