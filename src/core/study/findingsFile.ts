/** @file The findings of a study as a file: written by the terminal, shipped with the site, read by the page. */
import { type Field, parseJson, type ReadResult, readFields } from "../fieldReader.ts";
import { heuristicOfSetting } from "../heuristics/index.ts";
import { rankings, trustMarks } from "../heuristics/reported.ts";
import type { Findings, FoundConfiguration, FoundEffect, FoundRun, TableJudge } from "./findings.ts";
import { counted, type OverSeeds } from "./overSeeds.ts";
import { readGround, readPlan, readSettings } from "./planFields.ts";
import { readAgreement } from "./results.ts";
import { verdicts } from "./verdict.ts";

const findingsFormat = "super-net-lab/findings";
const version = 1;

/** More digits than anybody reads; as significant ones, so that no end of an interval becomes zero. */
const digits = 6;

/** One line for every effect, configuration and spread, so that two versions can be compared. */
export function printFindings({ effects, configurations, subsets, stability, ...head }: Findings): string {
  const lines = (items: readonly unknown[]): string => `[\n${items.map(printed).join(",\n")}\n]`;
  const listed = { effects: effects.map(withoutText), configurations, subsets, stability };
  const lists = Object.entries(listed).map(([key, items]) => `"${key}":${lines(items)}`);
  return `${printed({ format: findingsFormat, version, ...head }).slice(0, -1)},\n${lists.join(",\n")}}\n`;
}

const printed = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === "number" && !Number.isInteger(item) ? Number(item.toPrecision(digits)) : item,
  );

/** The sentence that is reported stands with the heuristic. */
function withoutText({ reported, ...effect }: FoundEffect): object {
  if (!reported) return effect;
  const { text: _, ...rest } = reported;
  return { ...effect, reported: rest };
}

/** What `printFindings` wrote; a problem names the first bad field. */
export function readFindings(text: string): ReadResult<Findings> {
  const json = parseJson(text);
  return json.ok ? readFields(json.value, readRoot) : json;
}

function readRoot(root: Field): Findings {
  if (root.at("format").isMissing || root.at("format").text() !== findingsFormat)
    root.at("format").fail(`"${findingsFormat}", as in every file of findings`);
  if (root.at("version").count() !== version) root.at("version").fail(String(version));
  const [judge, stability] = [root.at("judge"), root.at("stability")];
  const architectures = root.at("architectures").items(2);
  const configurations = root.at("configurations").items().map(readConfiguration);
  return {
    plan: readPlan(root.at("plan")),
    ground: readGround(root.at("ground")),
    ...(!judge.isMissing && { judge: readJudge(judge) }),
    failed: root.at("failed").count(),
    architectures: [architectures[0]?.count() as number, architectures[1]?.count() as number],
    params: numberOrNull(root.at("params")),
    ceiling: numberOrNull(root.at("ceiling")),
    effects: root
      .at("effects")
      .items()
      .map((item) => readEffect(item, configurations.length)),
    configurations,
    subsets: root
      .at("subsets")
      .items()
      .map((item) => ({
        seed: item.at("seed").count(),
        size: item.at("size").count(),
        low: item.at("low").number(-1, 1),
        median: item.at("median").number(-1, 1),
        high: item.at("high").number(-1, 1),
      })),
    // Files of a lab that did not keep it have none.
    stability: stability.isMissing
      ? []
      : stability.items().map((item) => ({
          seed: item.at("seed").count(),
          steps: item.at("steps").count(),
          agreements: item.at("agreements").items().map(readAgreement),
        })),
  };
}

function readJudge(field: Field): TableJudge {
  return {
    file: field.at("file").text(),
    seeds: field.at("seeds").count(),
    ...(!field.at("mostSeeds").isMissing && { mostSeeds: field.at("mostSeeds").count() }),
    rows: field.at("rows").count(),
    missing: field.at("missing").count(),
  };
}

function readEffect(field: Field, configurations: number): FoundEffect {
  const key = field.at("key").text();
  const reported = field.at("reported");
  const finding = heuristicOfSetting(key)?.finding;
  const over = field.at("overSeeds");
  return {
    key,
    value: field.at("value").scalar(),
    reference: field.at("reference").scalar(),
    pairs: field.at("pairs").count(),
    seeds: field.at("seeds").count(),
    failed: field.at("failed").count(),
    failedReference: field.at("failedReference").count(),
    unranked: field.at("unranked").count(),
    architectures: field.at("architectures").count(),
    isApart: field.at("isApart").scalar() === true,
    skdt: numberOrNull(field.at("skdt")),
    difference: numberOrNull(field.at("difference")),
    interval: intervalOrNull(field.at("interval")),
    accuracy: numberOrNull(field.at("accuracy")),
    found: numberOrNull(field.at("found")),
    surpassRandom: numberOrNull(field.at("surpassRandom")),
    cost: numberOrNull(field.at("cost")),
    overSeeds: Object.fromEntries(counted.map((name) => [name, intervalOrNull(over.at(name))])) as OverSeeds,
    ...(!reported.isMissing && {
      reported: {
        ranking: reported.at("ranking").oneOf(rankings),
        trust: reported.at("trust").oneOf(trustMarks),
        text: finding?.text ?? "",
        verdict: reported.at("verdict").oneOf(verdicts),
      },
    }),
    configuration: field.at("configuration").count(configurations),
  };
}

function readConfiguration(field: Field): FoundConfiguration {
  const link = field.at("link");
  if (!link.text().startsWith("#v=")) link.fail("the hash of a share link, #v=…");
  return {
    different: readSettings(field.at("different")),
    link: link.text(),
    runs: field.at("runs").items().map(readRun),
  };
}

function readRun(field: Field): FoundRun {
  return {
    seed: field.at("seed").count(),
    skdt: numberOrNull(field.at("skdt")),
    interval: intervalOrNull(field.at("interval")),
    accuracy: numberOrNull(field.at("accuracy")),
    found: numberOrNull(field.at("found")),
    surpassRandom: numberOrNull(field.at("surpassRandom")),
    seconds: numberOrNull(field.at("seconds")),
  };
}

const numberOrNull = (field: Field): number | null => (field.type === "null" ? null : field.number());

function intervalOrNull(field: Field): readonly [number, number] | null {
  if (field.type === "null") return null;
  const [low, high] = field.items(2).map((end) => end.number());
  return [low as number, high as number];
}
