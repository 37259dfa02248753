/** @file What the lab writes as a table it reads as the same table. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { globSync } from "tinyglobby";
import { describe, expect, it, test } from "vitest";
import { createRandom } from "../../src/core/random.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import type { Architecture, SearchSpace } from "../../src/core/spaces/space.ts";
import { parseTable } from "../../src/core/tables/parseTable.ts";
import { type NativeRow, type NativeTable, printNativeTable } from "../../src/core/tables/printTable.ts";
import { rowSources } from "../../src/core/tables/rawTable.ts";

describe.each<SearchSpace>(spaces)("a table of $id", (space) => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(tables(space), (written) => {
        const { rows, ...provenance } = written;
        const read = parseTable(printNativeTable(written), space, "file");
        if (!read.ok) throw new Error(read.problem.message);
        expect(read.warnings).toEqual([]);
        expect(read.table.provenance).toEqual(provenance);
        expect(read.table.rows.map(({ key: _key, accuracy: _accuracy, ...row }) => row)).toEqual(rows);
      }),
      { numRuns: 20 },
    );
  });
});

test.each(globSync("public/tables/*.json"))("%s is printed to the byte", (file) => {
  const text = readFileSync(file, "utf8");
  expect(printNativeTable(JSON.parse(text))).toBe(text);
});

/** Any tables whose rows are different architectures. */
function tables(space: SearchSpace): fc.Arbitrary<NativeTable> {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
  const count = fc.nat();
  return fc.integer({ min: 1, max: 3 }).chain((seeds) => {
    const perSeed = fc.array(fraction, { minLength: seeds, maxLength: seeds });
    const row = fc
      .record({
        draw: count,
        source: fc.constantFrom(...rowSources),
        parameters: count,
        flops: count,
        gradientNorm: fraction,
        test: perSeed,
        validation: perSeed,
        loss: perSeed,
      })
      .map(({ draw, ...rest }): NativeRow & { readonly key: string } => {
        const architecture = drawn(space, draw);
        return { key: space.canonical(architecture), architecture: space.print(architecture), ...rest };
      });
    return fc.record({
      space: fc.constant(space.id),
      dataset: fc.record({ id: fc.string(), sha256: fc.string() }),
      recipe: fc.dictionary(fc.string({ minLength: 1 }).filter(isPlain), count).map((made) => ({ ...made })),
      engine: fc.constantFrom("wasm", "webgpu"),
      seeds: fc.array(count, { minLength: seeds, maxLength: seeds }),
      code: fc.string(),
      created: fc.string(),
      rows: fc
        .uniqueArray(row, { minLength: 1, maxLength: 5, selector: ({ key }) => key })
        .map((rows) => rows.map(({ key: _key, ...rest }) => rest)),
    });
  });
}

function drawn(space: SearchSpace, seed: number): Architecture {
  return space.sampleNaive(createRandom(seed));
}

/** Assigning to `__proto__` is no entry. */
function isPlain(key: string): boolean {
  return key !== "__proto__";
}
