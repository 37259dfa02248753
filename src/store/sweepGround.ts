/** @file What a sweep on the page stands on, by the names that the terminal gives the same images, table, engine and code. */
import { datasetOf, datasets } from "../core/datasets.ts";
import { checksumDigits, type Ground } from "../core/study/jobs.ts";
import type { StudyPlan } from "../core/study/studyPlan.ts";
import { checksum } from "./checksum.ts";
import type { LabState } from "./labState.ts";
import type { Truth } from "./truth.ts";

/** @param code names the code that trains and scores */
export async function groundOf(
  { base }: StudyPlan,
  truth: Truth,
  { view, backends }: Pick<LabState, "view" | "backends">,
  code: string,
): Promise<Ground> {
  return {
    data: (datasetOf(base.dataset) ?? datasets[0]).sha256.slice(0, checksumDigits),
    table: await tableName(truth),
    engine: view.backend === "auto" ? (backends?.chosen ?? view.backend) : view.backend,
    code,
  };
}

/** Of the file; what its owner said of it counts, too, where he was asked. */
async function tableName(truth: Truth): Promise<string> {
  if (truth.status !== "ready") return "none";
  const { file, answers } = truth.source;
  const name = checksum(new Uint8Array(await file.arrayBuffer()));
  return answers.length === 0 ? name : checksum(JSON.stringify([name, answers]));
}

const names = { data: "images", table: "table", engine: "backend", code: "version of the lab" } as const;

/** What is not as it was, in one sentence; `undefined` where all is. */
export function whyNotThere(then: Ground, now: Ground): string | undefined {
  const others = (["data", "table", "engine", "code"] as const).filter((key) => then[key] !== now[key]);
  if (others.length === 0) return undefined;
  return `It cannot go on here, for its runs would not be comparable: it was begun with another ${others
    .map((key) => names[key] + (key === "engine" ? ` (${then.engine})` : ""))
    .join(" and another ")}. What is done stays.`;
}
