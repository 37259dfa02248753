/**
 * @file A checkpoint as bytes:
 *
 *     super-net-lab/checkpoint 1 89abcdef\n   format, version, CRC-32 of the second line without its end
 *     {"config": …, "arrays": […], …}\n       the header, one line of JSON in ASCII
 *     body                                    the arrays in the header's order, 32-bit floats, little endian, without gaps
 *
 * The header has a CRC-32 of every array, so that damage is found where it is.
 */
import {
  type Checkpoint,
  type NamedArrays,
  parameterOfMomentum,
  phases,
  type RoundProgress,
} from "./checkpoint.ts";
import { unknownCode } from "./codeVersion.ts";
import { checkConfig } from "./config.ts";
import { crc32 } from "./crc32.ts";
import { type Field, parseJson, type ReadResult, readFields, refused } from "./fieldReader.ts";
import { spaceById } from "./spaces/index.ts";

const format = "super-net-lab/checkpoint";
const version = 1;
const firstLineLength = `${format} ${version} 00000000\n`.length;

const groups = ["weights", "momenta", "averages", "frozenWeights", "frozenAverages"] as const;
type Group = (typeof groups)[number];

/** One array of the body. */
interface Listed {
  readonly group: Group;
  readonly name: string;
  /** Floats. */
  readonly length: number;
  readonly crc: string;
}

/** The bytes of a checkpoint; `readCheckpoint` reads them back. */
export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { snapshot, frozen, epochClock: course, ...rest } = checkpoint;
  const arrays: Record<Group, NamedArrays> = {
    ...snapshot,
    frozenWeights: frozen?.weights ?? {},
    frozenAverages: frozen?.averages ?? {},
  };
  const listed: Listed[] = [];
  const parts: Uint8Array[] = [];
  for (const group of groups)
    for (const [name, values] of Object.entries(arrays[group])) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      listed.push({ group, name, length: values.length, crc: crc32(bytes) });
      parts.push(bytes);
    }
  const header = bytesOf(JSON.stringify({ ...rest, course, arrays: listed }));
  return joined([bytesOf(`${format} ${version} ${crc32(header)}\n`), header, bytesOf("\n"), ...parts]);
}

/** Reads bytes of unknown origin; never throws. The problem names the first place that is not what it should be. */
export function readCheckpoint(bytes: Uint8Array): ReadResult<Checkpoint> {
  const first = ascii(bytes, 0, Math.min(firstLineLength, bytes.length));
  const [name, found, crc] = first.trimEnd().split(" ");
  if (name !== format)
    return refused(
      format.startsWith(first)
        ? `the file ends after ${bytes.length} bytes, inside its first line`
        : "the file is not a checkpoint of this lab",
    );
  if (bytes.length < firstLineLength)
    return refused(`the file ends after ${bytes.length} bytes, inside its first line`);
  if (found !== String(version))
    return refused(`the file is a checkpoint of version ${found}, this lab reads version ${version}`);
  if (!/^[0-9a-f]{8}$/.test(crc ?? "") || !first.endsWith("\n"))
    return refused("the checksum in the first line is damaged");
  const headerEnd = bytes.indexOf(10, firstLineLength);
  if (headerEnd < 0) return refused(`the file ends after ${bytes.length} bytes, inside its header`);
  const header = bytes.subarray(firstLineLength, headerEnd);
  const actual = crc32(header);
  if (actual !== crc) return refused(`the header is damaged: its checksum is ${actual}, not ${crc}`);
  const parsed = parseJson(ascii(header, 0, header.length));
  if (!parsed.ok) return parsed;
  const listed = readFields(parsed.value, readList);
  if (!listed.ok) return listed;
  const body = readBody(bytes.subarray(headerEnd + 1), listed.value);
  if (!body.ok) return body;
  return readFields(parsed.value, (root) => readHeader(root, body.value));
}

function readList(root: Field): Listed[] {
  const seen = new Set<string>();
  const lengths = new Map<string, number>();
  return root
    .at("arrays")
    .items()
    .map((item) => {
      const listed = {
        group: item.at("group").oneOf(groups),
        name: item.at("name").text(),
        length: item.at("length").count(),
        crc: item.at("crc").text(),
      };
      const key = `${listed.group} ${listed.name}`;
      if (seen.has(key)) item.at("name").fail("a name that occurs once in its group");
      seen.add(key);
      const parameter = listed.group === "momenta" ? parameterOfMomentum(listed.name) : listed.name;
      const known = lengths.get(parameter);
      lengths.set(parameter, listed.length);
      if (known !== undefined && known !== listed.length)
        item.at("length").fail(`${known}, the length of other arrays of ${parameter}`);
      return listed;
    });
}

type Arrays = Record<Group, Record<string, Float32Array>>;

function readBody(body: Uint8Array, list: readonly Listed[]): ReadResult<Arrays> {
  const entries: Record<Group, [string, Float32Array][]> = {
    weights: [],
    momenta: [],
    averages: [],
    frozenWeights: [],
    frozenAverages: [],
  };
  let at = 0;
  for (const { group, name, length, crc } of list) {
    const end = at + 4 * length;
    if (end > body.length)
      return refused(`the file ends inside ${group}.${name}: ${end - body.length} bytes of it are missing`);
    // A copy with a buffer of its own; `slice` of Node's `Buffer` makes none.
    const bytes = new Uint8Array(body.subarray(at, end));
    const actual = crc32(bytes);
    if (actual !== crc) return refused(`${group}.${name} is damaged: its checksum is ${actual}, not ${crc}`);
    // Whatever runs WebAssembly is little endian.
    entries[group].push([name, new Float32Array(bytes.buffer)]);
    at = end;
  }
  if (at < body.length) return refused(`${body.length - at} bytes follow the end of the checkpoint`);
  const value = Object.fromEntries(groups.map((group) => [group, Object.fromEntries(entries[group])]));
  return { ok: true, value: value as Arrays };
}

function readHeader(root: Field, arrays: Arrays): Checkpoint {
  const { config, warnings } = checkConfig(root.at("config").raw);
  if (root.at("config").isMissing || warnings[0] !== undefined)
    root.at("config").fail(`a configuration of this lab (${warnings[0] ?? "there is none"})`);
  const space = spaceById(config.space);
  const architecture = (field: Field): string => {
    const text = field.text();
    return space?.parse(text) ? text : field.fail(`an architecture of ${config.space}`);
  };
  const scored = root.at("scored").items().map(architecture);
  const step = root.at("step").count();
  const [epochClock, batches, scoring] = [root.at("course"), root.at("batches"), root.at("scoring")];
  const { weights, momenta, averages, frozenWeights, frozenAverages } = arrays;
  const round = (key: "filling" | "complete") =>
    scoring.at(key).isMissing ? {} : { [key]: readRound(scoring.at(key), step, scored.length) };
  const hasRound = !scoring.at("filling").isMissing || !scoring.at("complete").isMissing;
  const isFrozen = Object.keys(frozenWeights).length > 0;
  if (hasRound && !isFrozen) root.at("arrays").fail("a list with the weights that the scoring round scores");
  const [asked, planned] = [scoring.at("asked"), root.at("planned")];
  return {
    code: root.at("code").isMissing ? unknownCode : root.at("code").text(),
    config,
    weightSeed: root.at("weightSeed").count(2 ** 32),
    scored,
    landmarks: root
      .at("landmarks")
      .items()
      .map((item) => ({
        architecture: architecture(item.at("architecture")),
        accuracy: item.at("accuracy").fraction(),
      })),
    phase: root.at("phase").oneOf(phases),
    step,
    epochClock: {
      step: epochClock.at("step").count(step + 1),
      epochs: epochClock.at("epochs").number(0),
      stepsPerEpoch: epochClock.at("stepsPerEpoch").number(1),
    },
    batches: { epoch: batches.at("epoch").count(), used: batches.at("used").count() },
    ...(!planned.isMissing && {
      planned: planned.items().map((item) => ({
        step: item.at("step").count(),
        key: item.at("key").text(),
        to: item.at("to").scalar(),
      })),
    }),
    scoring: {
      begun: scoring.at("begun").count(),
      credit: scoring.at("credit").number(),
      earning: scoring.at("earning").number(0),
      stepsLeft: scoring.at("stepsLeft").number(),
      begunInAll: scoring.at("begunInAll").count(),
      ...round("filling"),
      ...round("complete"),
      ...(!asked.isMissing && {
        asked: {
          of: asked.at("of").oneOf(["present", "frozen"]),
          spendsCredit: truth(asked.at("spendsCredit")),
          size: asked.at("size").count(scored.length + 1),
        },
      }),
    },
    snapshot: { weights, momenta, averages },
    ...(isFrozen && { frozen: { weights: frozenWeights, averages: frozenAverages } }),
  };
}

function readRound(field: Field, step: number, pool: number): RoundProgress {
  const [rules, pairedWith] = [field.at("rules"), field.at("pairedWith")];
  const number = field.at("number").count();
  return {
    step: field.at("step").count(step + 1),
    size: field.at("size").count(pool + 1),
    rules: {
      images: rules.at("images").count(),
      batchSize: rules.at("batchSize").count(),
      norm: rules.at("norm").oneOf(["batch", "running", "recalibrated"]),
      weights: rules.at("weights").oneOf(["raw", "ema"]),
    },
    ...(!pairedWith.isMissing && { pairedWith: pairedWith.count(number) }),
    number,
    spendsCredit: truth(field.at("spendsCredit")),
    next: field.at("next").count(pool + 1),
    isUrgent: truth(field.at("isUrgent")),
  };
}

function truth(field: Field): boolean {
  const value = field.scalar();
  return typeof value === "boolean" ? value : field.fail("true or false");
}

/** ASCII as it is, all else as JSON's escapes. */
function bytesOf(text: string): Uint8Array {
  const plain = text.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return Uint8Array.from(plain, (unit) => unit.charCodeAt(0));
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
