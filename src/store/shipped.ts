/** @file What ships with the site as a file a space, and may not be there: the lab's own findings, and what it says of the study's claim. */
import type { Checkpoint } from "../core/checkpoint.ts";
import { readCheckpoint } from "../core/checkpointFile.ts";
import { type ReadResult, refused } from "../core/fieldReader.ts";
import type { Claim } from "../core/search/claim.ts";
import { readClaim } from "../core/search/claimFile.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import type { Findings } from "../core/study/findings.ts";
import { readFindings } from "../core/study/findingsFile.ts";
import { fetchBytes } from "../worker/fetchBytes.ts";

export type Shipped<Value> =
  | { readonly status: "there"; readonly value: Value }
  | { readonly status: "not run" }
  | { readonly status: "failed"; readonly reason: string };

/** Asked for once a visit; what failed is asked for again. Never rejects. */
function shipped<Value>(folder: string, read: (text: string) => ReadResult<Value>) {
  const asked = new Map<string, Promise<Shipped<Value>>>();
  return ({ id }: Pick<SearchSpace, "id">, base: string): Promise<Shipped<Value>> => {
    const url = new URL(`${folder}/${id}.json`, base).href;
    const before = asked.get(url);
    if (before) return before;
    const answer = load(url, read).then((found) => {
      if (found.status === "failed") asked.delete(url);
      return found;
    });
    asked.set(url, answer);
    return answer;
  };
}

export const shippedFindings = shipped<Findings>("findings", readFindings);
export const shippedClaim = shipped<Claim>("claims", readClaim);

/** The weights that a claim names. Never rejects. */
export const shippedWeights = (name: string, base: string): Promise<ReadResult<Checkpoint>> =>
  fromSite(`claims/${name}`, base, readCheckpoint);

/** A table of the site, to be opened as a user's own is. Never rejects. @param name of its file */
export const shippedTable = (name: string, base: string): Promise<ReadResult<File>> =>
  fromSite(`tables/${name}`, base, (bytes) => ({
    ok: true,
    value: new File([bytes], name, { type: "application/json" }),
  }));

async function fromSite<Value>(
  path: string,
  base: string,
  read: (bytes: Uint8Array<ArrayBuffer>) => ReadResult<Value>,
): Promise<ReadResult<Value>> {
  try {
    const file = fileIn(await fetchBytes(new URL(path, base).href));
    return file ? read(file.bytes) : refused("it is not on the server");
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

type Answer = Awaited<ReturnType<typeof fetchBytes>>;

/** A server for single-page sites answers with the page itself where there is no file. */
const fileIn = (answer: Answer): Exclude<Answer, "missing"> | undefined =>
  answer === "missing" || answer.type.includes("html") ? undefined : answer;

async function load<Value>(url: string, read: (text: string) => ReadResult<Value>): Promise<Shipped<Value>> {
  try {
    const file = fileIn(await fetchBytes(url));
    if (!file) return { status: "not run" };
    const found = read(new TextDecoder().decode(file.bytes));
    return found.ok
      ? { status: "there", value: found.value }
      : { status: "failed", reason: `the file cannot be used: ${found.problem.message}` };
  } catch (error) {
    return { status: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}
