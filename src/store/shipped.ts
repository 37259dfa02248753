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
export async function shippedWeights(name: string, base: string): Promise<ReadResult<Checkpoint>> {
  try {
    const answer = await fetchBytes(new URL(`claims/${name}`, base).href);
    if (answer !== "missing") return readCheckpoint(answer.bytes);
    return refused("it is not on the server");
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

/** A table of the site, to be opened as a user's own is. Never rejects. @param name of its file */
export async function shippedTable(name: string, base: string): Promise<ReadResult<File>> {
  try {
    const answer = await fetchBytes(new URL(`tables/${name}`, base).href);
    // A server for single-page sites answers with the page itself where there is no file.
    if (answer === "missing" || answer.type.includes("html")) return refused("it is not on the server");
    return { ok: true, value: new File([answer.bytes], name, { type: "application/json" }) };
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

async function load<Value>(url: string, read: (text: string) => ReadResult<Value>): Promise<Shipped<Value>> {
  try {
    const answer = await fetchBytes(url);
    // A server for single-page sites answers with the page itself where there is no file.
    if (answer === "missing" || answer.type.includes("html")) return { status: "not run" };
    const found = read(new TextDecoder().decode(answer.bytes));
    return found.ok
      ? { status: "there", value: found.value }
      : { status: "failed", reason: `the file cannot be used: ${found.problem.message}` };
  } catch (error) {
    return { status: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}
