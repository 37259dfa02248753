/** @file What a find is worth: the same on the page and in the terminal, whatever the run itself is judged by. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { datasets } from "../../src/core/datasets.ts";
import { searchAlgorithms } from "../../src/core/search/index.ts";
import { reportOf } from "../../src/core/search/outcome.ts";
import { startingSearch, tellSearches } from "../../src/core/search/progress.ts";
import type { SearchEvent } from "../../src/core/search/searchEvent.ts";
import { tableJudge } from "../../src/core/search/tableJudge.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { parseTable } from "../../src/core/tables/parseTable.ts";
import { shownReport } from "../../src/headless/search/shown.ts";
import { reduceSearch, startingSearches } from "../../src/store/runSearch.ts";
import { type StandAloneTask, startingStandAlone } from "../../src/store/standAloneState.ts";
import type { Truth } from "../../src/store/truth.ts";
import { SearchResults } from "../../src/ui/panels/SearchResults.tsx";
import { openFakeLab } from "../store/fakeLab.ts";
import { wordsOf } from "./rendered.tsx";

afterEach(() => {
  vi.unstubAllGlobals();
});

const [space] = spaces;
const shipped = readFileSync(new URL(`../../public/tables/${space.id}.json`, import.meta.url), "utf8");
const parsed = parseTable(shipped, space, "table");
if (!parsed.ok) throw new Error(parsed.problem.message);
const { table } = parsed;
const best = Math.max(...table.rows.map((row) => row.accuracy));

/** Of which the table does not tell. */
const missing = Array.from({ length: 5 ** 6 }, (_, index) =>
  space.decisions.map((_, slot) => Math.floor(index / 5 ** slot) % 5),
).find((architecture) => !table.byKey.has(space.canonical(architecture)))!;
const config = { space: space.id, dataset: datasets[0].id, seed: 1, settings: { pool: 20, landmark: 0.5 } };
const asked = { algorithm: "random", seed: 1, budget: 1 };
const eventsFor = (architecture: string): SearchEvent[] => {
  const compute = { trained: 0, scored: 100, seconds: 1 };
  const best = { architecture, accuracy: 0.5, index: 0 };
  return [
    { type: "proposed", search: 0, ...best, loss: 1, parents: [], best, isShared: false, compute },
    { type: "searched", search: 0, evaluations: 1, found: best, compute },
  ];
};

/** What the page shows of a search, where some were trained alone on it. */
async function panel(
  events: readonly SearchEvent[],
  standAlone: readonly StandAloneTask[] = [],
  more: { readonly seeds?: readonly number[]; readonly truth?: Truth } = {},
): Promise<string> {
  const { seeds = [asked.seed], truth } = more;
  const checkpoint = { config, step: 3 };
  const begun = startingSearches(
    "s",
    { kind: "run", run: "1" },
    checkpoint,
    seeds.map((seed) => ({ ...asked, seed })),
  );
  const lab = await openFakeLab("#autorun=0", shipped);
  const results = <SearchResults search={reduceSearch(begun, events)} algorithms={searchAlgorithms} />;
  return wordsOf(lab, results, { standAlone, ...(truth && { truth }) });
}

describe("the worth of a find", () => {
  it.each([0, 7, 40])("has the rank among all rows on page and terminal, of row %d", async (index) => {
    const { architecture, accuracy } = table.rows[index]!;
    const events = eventsFor(architecture);
    const report = reportOf(tellSearches([startingSearch(asked)], events), tableJudge(config, table));
    const [{ rank, rows, surpassRandom, standAloneAccuracy }] = report.searches as [
      (typeof report.searches)[number],
    ];
    expect(standAloneAccuracy).toBe(accuracy);
    // Many more than the twenty that the run scores, fewer than all: the picked ones do not judge.
    expect(rows).toBeGreaterThan(40);
    const judging = table.rows.filter(({ source }) => source === "uniform");
    expect(rank! - 1).toBeLessThanOrEqual(judging.filter((row) => row.accuracy > accuracy).length);
    expect(shownReport(report, space)).toContain(
      `rank ${rank} of ${rows}, P > R ${surpassRandom!.toFixed(2)}`,
    );

    const shown = await panel(events);
    expect(shown).toContain(
      `${(accuracy * 100).toFixed(2)} % rank ${rank} of ${rows} ${surpassRandom!.toFixed(2)}`,
    );
  });

  it("is that of a training on the spot where the table lacks it, and nothing where nobody knows", () => {
    const unknown = "no row of the table";
    const judge = tableJudge(config, table, new Map([[unknown, best]]));
    expect(judge.truthOf(unknown)).toBe(best);
    expect(judge.truthOf("another")).toBeUndefined();
    const report = reportOf(tellSearches([startingSearch(asked)], eventsFor(unknown)), judge);
    expect(report.searches[0]).toMatchObject({ rank: 1, regret: 0 });
  });

  it("comes into the row of the find once that is trained on the page", async () => {
    const architecture = space.print(missing);
    expect(await panel(eventsFor(architecture))).toContain("not in the table train it alone – –");
    const request = {
      space: space.id,
      dataset: config.dataset,
      architecture,
      seeds: [2001, 2002],
      settings: {},
    };
    const tests = [best, best + 0.002];
    const results = tests.map((test, index) => ({
      ...{ validation: 0.8, loss: 0.1, gradientNorm: 1, test },
      seed: 2001 + index,
    }));
    const trained = { ...startingStandAlone("a", request), backend: "WASM", results };
    const mean = (100 * (best + 0.001)).toFixed(2);
    expect(await panel(eventsFor(architecture), [trained])).toMatch(
      new RegExp(
        `${mean} % trained here, 2 seeds rank 1 of 300 ${((299 / 300) ** 10).toFixed(2)} 0.0 points`,
      ),
    );
  });

  it("is not told by a table of other images", () => {
    const provenance = { ...table.provenance!, dataset: { id: "other", sha256: "0" } };
    const judge = tableJudge(config, { ...table, provenance });
    expect(judge.rows).toEqual([]);
    expect(judge.truthOf(table.rows[0]!.architecture)).toBeUndefined();
  });
});

it("is averaged over the searches that came to their end, and over no others", async () => {
  const events = table.rows.slice(0, 3).flatMap(({ architecture }, search) => {
    const [proposed, searched] = eventsFor(architecture).map((event) => ({ ...event, search }));
    return search === 2 ? [proposed!] : [proposed!, searched!];
  });
  expect(await panel(events, [], { seeds: [1, 2, 3] })).toMatch(/Over seeds .* 2 seeds/);
});

it("is not said to be missing in a table that is not there", async () => {
  const shown = (truth: Truth) => panel(eventsFor(space.print(missing)), [], { truth });
  expect(await shown({ status: "loading" })).toContain("the table is being loaded");
  const none = await shown({ status: "none", reason: "none ships" });
  expect(none).toContain("there is no table");
  expect(none).not.toContain("not in the table");
  expect(await panel(eventsFor(space.print(missing)))).toContain("not in the table");
});

it("is told as none, on page and terminal, where the search diverged", async () => {
  const compute = { trained: 64, scored: 0, seconds: 1 };
  const events: SearchEvent[] = [{ type: "diverged", search: 0, step: 1300, compute }];
  const report = reportOf(tellSearches([startingSearch(asked)], events), tableJudge(config, table));
  expect(report).toMatchObject({ searches: [], diverged: [{ algorithm: "random", seed: 1, step: 1300 }] });
  expect(shownReport(report, space)).toContain("random seed 1 diverged at step 1300: its loss is no longer");
  expect(await panel(events)).toContain("diverged at step 1,300: its loss is no longer a number");
});

it("names unequal compute, and says nothing of equal", () => {
  const events = (search: number, trained: number): SearchEvent[] => [
    {
      ...{ type: "searched", search, evaluations: 1 },
      found: { architecture: "x", accuracy: 0.1, index: 0 },
      compute: { trained, scored: 1000, seconds: 1 },
    },
  ];
  const searches = ["random", "darts"].map((algorithm) => startingSearch({ ...asked, algorithm }));
  const judge = tableJudge(config, table);
  const report = (trained: number) =>
    reportOf(tellSearches(searches, [...events(0, 0), ...events(1, trained)]), judge);
  expect(report(0).unequalCompute).toBeNull();
  expect(report(38_400).unequalCompute).toMatch(
    /random scored 1,000 images; darts trained on 38,400 images and scored 1,000\./,
  );
});
