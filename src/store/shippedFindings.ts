/** @file What the lab's own studies found, as the site ships it: one file a space. */
import type { SearchSpace } from "../core/spaces/space.ts";
import type { Findings } from "../core/study/findings.ts";
import { readFindings } from "../core/study/findingsFile.ts";
import { fetchBytes } from "../worker/fetchBytes.ts";

export type ShippedFindings =
  | { readonly status: "there"; readonly findings: Findings }
  | { readonly status: "not run" }
  | { readonly status: "failed"; readonly reason: string };

const asked = new Map<string, Promise<ShippedFindings>>();

/** Asked for once a visit; what failed is asked for again. Never rejects. */
export function shippedFindings(space: Pick<SearchSpace, "id">, base: string): Promise<ShippedFindings> {
  const url = new URL(`findings/${space.id}.json`, base).href;
  const before = asked.get(url);
  if (before) return before;
  const answer = load(url).then((found) => {
    if (found.status === "failed") asked.delete(url);
    return found;
  });
  asked.set(url, answer);
  return answer;
}

async function load(url: string): Promise<ShippedFindings> {
  try {
    const answer = await fetchBytes(url);
    // A server for single-page sites answers with the page itself where there is no file.
    if (answer === "missing" || answer.type.includes("html")) return { status: "not run" };
    const read = readFindings(new TextDecoder().decode(answer.bytes));
    return read.ok
      ? { status: "there", findings: read.value }
      : { status: "failed", reason: `the file cannot be used: ${read.problem.message}` };
  } catch (error) {
    return { status: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}
