/**
 * @file A finished run inside a link: its file, packed by gzip, in the letters that links keep as they are (base64url). The checksum of gzip
 * tells what was cut off or changed on the way. A zero ends it, for programs cut punctuation off the end of a link.
 */
import { AppendLog } from "../core/appendLog.ts";
import { type ReadResult, refused } from "../core/fieldReader.ts";
import type { RankingRule } from "../core/metrics/prediction.ts";
import { roundScores, shownRound } from "../core/rounds.ts";
import type { Run } from "../core/runState.ts";

/** Letters; longer ones hardly any program passes on whole. */
export const maxRunInLinkLength = 8000;
/** Bytes of the file that a link may unpack to. A few thousand letters could ask for many megabytes. */
const maxFileBytes = 2 * 2 ** 20;
/** Architectures ranked in all rounds of a run in a link: many times what fits into one, and computed at once. */
export const mostRankedOfLink = 50_000;
const end = "0";

/** Of whatever length. */
export async function packRun(file: string): Promise<string> {
  const packed = new Blob([file]).stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") + end;
}

/** The text of a file from a text of unknown origin; never rejects. What it says is for the reader of the file to check. */
export async function unpackRun(text: string): Promise<ReadResult<string>> {
  const damaged = refused("the link was cut off or changed on its way");
  if (text.length > maxRunInLinkLength) return refused(`it has more than ${maxRunInLinkLength} letters`);
  if (!/^[\w-]+$/.test(text) || !text.endsWith(end)) return damaged;
  try {
    const letters = text.slice(0, -end.length).replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let [file, length] = ["", 0];
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      if (length > maxFileBytes) {
        await reader.cancel();
        return refused(`it unpacks to more than ${maxFileBytes / 2 ** 20} MB`);
      }
      file += decoder.decode(part.value, { stream: true });
    }
    return { ok: true, value: file + decoder.decode() };
  } catch {
    return damaged;
  }
}

/**
 * What is shown of a run that is too long for a link: its last complete round, with the scores as they are, and at most 40 points of the
 * training curve. `undefined` where there is no such round, or it ranks by the mean of several.
 */
export function briefRun(run: Run, { roundsAveraged }: RankingRule): Run | undefined {
  const number = shownRound(run);
  const round = number === undefined ? undefined : run.rounds[number];
  if (number === undefined || !round || roundsAveraged > 1) return undefined;
  const { pairedWith: _, ...alone } = round;
  const points = run.points.toArray();
  const stride = Math.ceil(points.length / 40);
  return {
    ...run,
    points: AppendLog.of(points.filter((_, i) => (points.length - 1 - i) % stride === 0)),
    scores: AppendLog.of(roundScores(run, number).flatMap((score) => score ?? [])),
    rounds: [{ ...alone, from: 0 }],
  };
}
