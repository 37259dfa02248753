/** @file Whatever a file holds: an answer, in a time that grows with its size, in messages that have an end. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spaces } from "../../../src/core/spaces/index.ts";
import type { SearchSpace } from "../../../src/core/spaces/space.ts";
import { asked } from "../../../src/core/tables/question.ts";
import { readTableFile } from "../../../src/core/tables/readTableFile.ts";
import { readTableText } from "../../../src/core/tables/tableText.ts";
import type { ReadTable } from "../../../src/core/tables/understanding.ts";
import { growth } from "../../growth.ts";
import { hostileTexts } from "./hostile.ts";
import { bytesSource } from "./sources.ts";

const folder = new URL("../../fixtures/tables/", import.meta.url);
const fixtures = readdirSync(folder).map((file) => readFileSync(new URL(file, folder)));
const space = fc.constantFrom(...(spaces as readonly SearchSpace[]));

function messagesOf({ understood, problem }: ReadTable): string[] {
  const { notes, questions } = understood;
  const texts = questions.flatMap((question) => [question.text, asked(question)]);
  return [...notes, ...texts, problem?.message ?? ""];
}

function check(read: ReadTable): void {
  for (const message of messagesOf(read)) expect(message.length).toBeLessThan(300);
  const { table, problem, understood } = read;
  // One of three: all is understood, it cannot be used, or a question is open.
  expect([table, problem, understood.questions[0]].filter(Boolean)).toHaveLength(1);
  expect(understood.known + understood.unknown).toBe(understood.rows);
  for (const { accuracy } of table?.rows ?? []) expect(accuracy >= 0 && accuracy <= 1).toBe(true);
}

const pieces = fc.array(
  fc.constantFrom(
    ...["arch", "test_acc", "val_acc", "acc", "seed", "epoch", "params", "cifar10", "test_acc_12", "dataset"],
    ...[",", ";", "\t", "\n", "\r", '"', "#", "sep=;", "[", "]", "{", "}", ":", "NaN", "NA", "inf", "%"],
    ...[
      "0.9",
      "94,37",
      "88.1",
      "1.07M",
      "1e999",
      "(4, 0, 3, 1, 4, 3)",
      "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|",
    ],
    ...["0110000100010000;input,conv1x1-bn-relu,maxpool3x3,output", "ac9bd0e2514c031187b612db767fb038"],
  ),
  { maxLength: 60 },
);
/** A file that was damaged: a stretch of it replaced by a stretch of another one, or by noise. */
const damaged = fc
  .tuple(
    fc.constantFrom(...fixtures),
    fc.nat(),
    fc.nat(400),
    fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...fixtures)),
  )
  .map(([file, at, length, other]) => {
    const from = at % (file.length + 1);
    return Buffer.concat([file.subarray(0, from), other.subarray(0, length), file.subarray(from + length)]);
  });
const record = fc.dictionary(
  fc.constantFrom(
    "arch",
    "cifar10",
    "net",
    "777",
    "test",
    "val_accuracy",
    "columns",
    "data",
    "eval_acc1es",
    "module_adjacency",
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

describe("any file is answered", () => {
  const text = fc.oneof(
    pieces.map((list) => list.join("")),
    fc.string(),
    fc.json(),
    fc
      .oneof(record, fc.array(record), fc.dictionary(fc.string(), record))
      .map((value) => JSON.stringify(value)),
  );
  it("text", () => {
    fc.assert(
      fc.property(text, space, (written, of) => check(readTableText(written, of, "file"))),
      {
        numRuns: 500,
      },
    );
  });
  it("bytes, and files that were damaged", async () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged);
    await fc.assert(
      fc.asyncProperty(bytes, space, fc.integer({ min: 1, max: 5000 }), async (file, of, chunk) =>
        check(await readTableFile(bytesSource(file, chunk), of)),
      ),
      { numRuns: 400 },
    );
  });
  it("answers of any kind", () => {
    const answer = fc.tuple(
      fc.constantFrom(
        "arch",
        "test_acc",
        "dataset",
        "epoch",
        "numbering",
        "unit",
        "rows",
        "numbers",
        "nope",
        "",
      ),
      fc.constantFrom(
        "test",
        "test error",
        "architecture",
        "ignore",
        "seeds",
        "mixed",
        "seed",
        "200",
        "",
        "=",
      ),
    );
    const maps = fc.array(
      answer.map((pair) => pair.join("=")),
      { maxLength: 3 },
    );
    const files = fc.constantFrom(...fixtures.map((file) => file.toString("utf8")));
    fc.assert(
      fc.property(files, space, maps, (file, of, given) => check(readTableText(file, of, "file", given))),
      {
        numRuns: 300,
      },
    );
  });
});

it.each(Object.entries(hostileTexts))(
  "%s: eight times the text takes some eight times as long",
  (_, textOf) => {
    const texts = new Map([16, 128].map((kilobytes) => [kilobytes, textOf(kilobytes * 1024)]));
    const read = (kilobytes: number) => check(readTableText(texts.get(kilobytes)!, spaces[3], "file"));
    // Quadratic is 64.
    expect(growth(16, 128, read)).toBeLessThan(40);
  },
);
