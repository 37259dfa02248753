/** @file The claim of a space as a file: written by `npm run claims`, shipped with the site, read by the page. */
import { type Field, parseJson, type ReadResult, readFields } from "../fieldReader.ts";
import type { Claim, ClaimedFind, ClaimSide } from "./claim.ts";
import type { SearchReferences } from "./judge.ts";
import type { DivergedSearch } from "./outcome.ts";

const claimFormat = "super-net-lab/claim";
const version = 1;

/** One line for every find, so that two versions can be compared. */
export function printClaim({ good, bad, ...head }: Claim): string {
  const side = ({ finds, ...rest }: ClaimSide): string =>
    `${JSON.stringify(rest).slice(0, -1)},"finds":[\n${finds.map((find) => JSON.stringify(find)).join(",\n")}\n]}`;
  const first = JSON.stringify({ format: claimFormat, version, ...head }).slice(0, -1);
  return `${first},\n"good":${side(good)},\n"bad":${side(bad)}}\n`;
}

/** What `printClaim` wrote; a problem names the first bad field. */
export function readClaim(text: string): ReadResult<Claim> {
  const json = parseJson(text);
  return json.ok ? readFields(json.value, readRoot) : json;
}

function readRoot(root: Field): Claim {
  if (root.at("format").isMissing || root.at("format").text() !== claimFormat)
    root.at("format").fail(`"${claimFormat}", as in every file of a claim`);
  if (root.at("version").count() !== version) root.at("version").fail(String(version));
  const former = root.at("isFormerTable");
  if (!former.isMissing && former.scalar() !== true) former.fail("true, or absent");
  return {
    space: root.at("space").text(),
    budget: root.at("budget").count(),
    rows: root.at("rows").count(),
    ...(!former.isMissing && { isFormerTable: true }),
    code: root.at("code").text(),
    references: readReferences(root.at("references")),
    good: readSide(root.at("good")),
    bad: readSide(root.at("bad")),
  };
}

function readReferences(field: Field): SearchReferences {
  const largest = field.at("largest");
  return {
    best: field.at("best").fraction(),
    mean: field.at("mean").fraction(),
    bestOfDraws: field.at("bestOfDraws").fraction(),
    draws: field.at("draws").count(),
    bestOfBudget: field.at("bestOfBudget").fraction(),
    ...(!largest.isMissing && { largest: largest.fraction() }),
  };
}

function readSide(field: Field): ClaimSide {
  const [link, checkpoint, skdt, interval, params] = [
    field.at("link"),
    field.at("checkpoint"),
    field.at("skdt"),
    field.at("interval"),
    field.at("params"),
  ];
  if (!link.text().startsWith("#v=")) link.fail("the hash of a share link, #v=…");
  if (!/^[\w-]+\.ckpt$/.test(checkpoint.text())) checkpoint.fail("the name of a .ckpt file beside this one");
  const [low, high] = interval.type === "null" ? [] : interval.items(2).map((end) => end.number(-1, 1));
  return {
    link: link.text(),
    step: field.at("step").count(),
    skdt: skdt.type === "null" ? null : skdt.number(-1, 1),
    interval: low === undefined || high === undefined ? null : [low, high],
    params: params.isMissing || params.type === "null" ? null : params.number(-1, 1),
    checkpoint: checkpoint.text(),
    finds: field.at("finds").items().map(readFind),
    diverged: field.at("diverged").isMissing ? [] : field.at("diverged").items().map(readDiverged),
  };
}

function readDiverged(field: Field): DivergedSearch {
  return {
    algorithm: field.at("algorithm").text(),
    seed: field.at("seed").count(),
    step: field.at("step").count(),
  };
}

function readFind(field: Field): ClaimedFind {
  return {
    algorithm: field.at("algorithm").text(),
    seed: field.at("seed").count(),
    architecture: field.at("architecture").text(),
    superNetAccuracy: field.at("superNetAccuracy").fraction(),
    standAloneAccuracy: field.at("standAloneAccuracy").fraction(),
    rank: field.at("rank").count(),
    surpassRandom: field.at("surpassRandom").fraction(),
    imagesTrained: field.at("imagesTrained").count(),
    imagesScored: field.at("imagesScored").count(),
  };
}
