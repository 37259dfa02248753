import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { spaces } from "../../src/core/spaces/index.ts";
import { bundle, openFakeLab, score, started, tableText, types } from "./fakeLab.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const known = Object.entries(JSON.parse(tableText) as Record<string, number>);
const csv = (header: string, row: (accuracy: number) => string): string =>
  [header, ...known.map(([architecture, accuracy]) => `${architecture},${row(accuracy)}`)].join("\n");
const plain = csv("arch,test_acc", String);
const asking = csv("arch,test_acc_12,test_acc_200", (accuracy) => `${accuracy},${1 - accuracy}`);
const genotype =
  "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_5x5', 1), ('sep_conv_3x3', 0), ('skip_connect', 1), ('sep_conv_3x3', 0), ('skip_connect', 2), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1)], normal_concat=range(2, 6), reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 0), ('skip_connect', 2), ('max_pool_3x3', 1), ('skip_connect', 2), ('skip_connect', 3)], reduce_concat=range(2, 6))";

const judging = (lab: Awaited<ReturnType<typeof openFakeLab>>): string => {
  const { truth } = lab.store.getState();
  return truth.status === "ready" ? `${truth.origin} ${truth.table.name}` : truth.status;
};

describe("a table", () => {
  it("with nothing left open judges at once, and what was understood of it stays to be looked at", async () => {
    const lab = await openFakeLab();
    await lab.open(["own.csv", plain]);
    expect(judging(lab)).toBe("file own.csv");
    const { imports, isImportShown, warnings } = lab.store.getState();
    expect({ isImportShown, warnings }).toEqual({ isImportShown: false, warnings: [] });
    expect(imports).toHaveLength(1);
    expect(imports[0]?.read?.understood).toMatchObject({ rows: 30, known: 30, unknown: 0 });
  });

  it("that brings super-net accuracies tells how well those rank", async () => {
    const lab = await openFakeLab();
    await lab.open([
      "own.csv",
      csv("arch,test_acc,supernet_acc", (accuracy) => `${accuracy},${accuracy / 2}`),
    ]);
    expect(lab.store.getState().references.superNet).toBeCloseTo(1, 6);
  });

  it("or run that can no longer be read when its turn comes is named, and rejects nothing", async () => {
    const lab = await openFakeLab();
    const gone = (name: string, head: string): File =>
      Object.assign(new File([head], name), {
        text: () => Promise.reject(new DOMException("it was moved", "NotReadableError")),
        slice: (from: number) =>
          from > 0 || name.endsWith("csv")
            ? Object.assign(new Blob([head]), { arrayBuffer: moved })
            : new Blob([head]),
      });
    const moved = (): Promise<never> => Promise.reject(new DOMException("it was moved", "NotReadableError"));
    await lab.actions.openFiles([
      gone("own.csv", "arch,test_acc"),
      gone("run.json", '{"format":"super-net-lab/run"}'),
    ]);
    const { warnings, imports } = lab.store.getState();
    expect(warnings.map((text) => text.slice(0, 27)).sort()).toEqual([
      "own.csv cannot be opened: i",
      "run.json cannot be opened: ",
    ]);
    expect(warnings.join()).toContain("it was moved");
    expect(imports.filter(({ progress }) => progress)).toEqual([]);
  });

  it("waits where a row is none of the space, until it is let judge", async () => {
    const lab = await openFakeLab();
    await lab.open(["own.csv", `${plain}\nresnet18,0.9`]);
    expect(judging(lab)).toMatch(/^shipped/);
    const { imports, isImportShown } = lab.store.getState();
    expect(isImportShown).toBe(true);
    await lab.actions.judgeByImport(imports[0]?.id ?? 0);
    expect(judging(lab)).toBe("file own.csv");
    expect(lab.store.getState().isImportShown).toBe(false);
  });

  it.each([
    ["of which something was assumed", csv("arch,top1_acc", String)],
    ["that is in per cent", csv("arch,test_acc", (accuracy) => String(100 * accuracy))],
    ["with a column that is not used", csv("arch,test_acc,lr", (accuracy) => `${accuracy},0.1`)],
  ])("%s is shown before it judges", async (_, text) => {
    const lab = await openFakeLab();
    await lab.open(["own.csv", text]);
    expect(judging(lab)).toMatch(/^shipped/);
    const { imports, isImportShown } = lab.store.getState();
    expect(isImportShown).toBe(true);
    expect(imports[0]?.read?.table?.byKey.size).toBe(30);
    await lab.actions.judgeByImport(imports[0]?.id ?? 0);
    expect(judging(lab)).toBe("file own.csv");
  });

  it("that can be read in two ways asks, and judges by the answer alone", async () => {
    const lab = await openFakeLab();
    await lab.open(["own.csv", asking]);
    const one = () => lab.store.getState().imports[0];
    const [question] = one()?.read?.understood.questions ?? [];
    expect(one()?.read?.table).toBeUndefined();
    expect(judging(lab)).toMatch(/^shipped/);
    await lab.actions.judgeByImport(one()?.id ?? 0);
    expect(judging(lab)).toMatch(/^shipped/);
    const answer = question?.options.find(({ map }) => map.includes("200"));
    await lab.actions.answerImport(one()?.id ?? 0, [answer?.map ?? ""]);
    expect(one()?.read?.table?.byKey.size).toBe(30);
    const [[, accuracy] = ["", 0]] = known;
    expect(one()?.read?.table?.rows[0]?.accuracy).toBeCloseTo(1 - accuracy, 12);
    // Another answer takes the place of the first.
    const other = question?.options.find(({ map }) => !map.includes("200"));
    await lab.actions.answerImport(one()?.id ?? 0, [other?.map ?? ""]);
    expect(one()?.read?.table?.rows[0]?.accuracy).toBeCloseTo(accuracy, 12);
  });

  it("of another space is named, and read and judged there on demand", async () => {
    const lab = await openFakeLab();
    await lab.open(["darts.csv", `arch,test_acc\n"${genotype}",0.97`]);
    expect(lab.store.getState().warnings.join()).toMatch(/darts.csv cannot be opened: .*they are of DARTS/);
    const [one] = lab.store.getState().imports;
    const space = one?.read?.understood.space ?? "";
    await lab.actions.readImportFor(one?.id ?? 0, space);
    await lab.actions.judgeByImport(one?.id ?? 0);
    expect(judging(lab)).toBe("file darts.csv");
    expect(lab.store.getState().config.space).toBe(space);
    expect(lab.store.getState().run?.pool).toHaveLength(1);
  });

  it("judges its space until it is removed, and the runs before stay in the list as they are", async () => {
    const lab = await openFakeLab();
    lab.happen(started(lab));
    vi.advanceTimersByTime(bundle);
    score(lab, 20, 40);
    const first = lab.store.getState().run;
    await lab.open(["own.csv", plain]);
    expect(lab.store.getState().runs.map(({ origin, run }) => [origin, run === first])).toEqual([
      ["ended", true],
      ["training", false],
    ]);
    lab.actions.changeSpace(spaces[1].id);
    expect(judging(lab)).toBe("loading");
    lab.actions.changeSpace(spaces[0].id);
    expect(judging(lab)).toBe("file own.csv");
    lab.actions.judgeByShipped();
    await vi.waitFor(() => expect(judging(lab)).toMatch(/^shipped/), { timeout: 30_000 });
    expect(types(lab).at(-1)).toBe("start");
    const { runs } = lab.store.getState();
    expect(runs[0]?.run).toBe(first);
    expect(lab.store.getState().listed[0]?.figures.scored).toBe(20);
  });

  it("that comes when another space is shown waits, and ends no run of that", async () => {
    const lab = await openFakeLab();
    const opened = lab.open(["own.csv", plain]);
    const stop = lab.store.subscribe(({ imports }) => {
      if (imports.length === 0) return;
      stop();
      lab.actions.changeSpace(spaces[1].id);
    });
    await opened;
    expect(lab.store.getState().config.space).toBe(spaces[1].id);
    expect(lab.store.getState().imports).toMatchObject([{ space: spaces[0].id }]);
  });

  it("that is given up while it is read leaves nothing behind", async () => {
    const lab = await openFakeLab();
    const seen: (number | undefined)[] = [];
    lab.store.subscribe(({ imports: [one] }) => {
      if (!one) return;
      seen.push(one.progress?.bytes);
      if (one.progress?.bytes) lab.actions.closeImport(one.id);
    });
    await lab.open(["own.csv", plain]);
    expect(seen.at(-1)).toBe(plain.length);
    expect(lab.store.getState().imports).toEqual([]);
    expect(judging(lab)).toMatch(/^shipped/);
    expect(types(lab)).toEqual(["start"]);
  });
});

it("several files at once: each is read or named, and no table is chosen for the user", async () => {
  const lab = await openFakeLab();
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  const run = lab.actions.exportRun() ?? "";
  const batch = Uint8Array.from({ length: 2 * 3073 }, (_, at) => at % 3073 && at % 251);
  await lab.actions.openFiles([
    new File([plain], "a.csv"),
    new File([asking], "b.csv"),
    new File([run], "run.json"),
    new File([batch], "data_batch_1.bin"),
    new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47)], "cell.png"),
    new File([Uint8Array.of(0x1f, 0x8b, 8, 0)], "tables.tar.gz"),
    new File(["super-net-lab/checkpoint 1 00000000\n"], "kept.bin"),
    { folder: "experiments" },
  ]);
  const { imports, isImportShown, isRecorded, warnings } = lab.store.getState();
  expect(imports.map(({ file, read }) => [file.name, read?.table !== undefined])).toEqual([
    ["a.csv", true],
    ["b.csv", false],
  ]);
  expect({ isImportShown, isRecorded }).toEqual({ isImportShown: true, isRecorded: true });
  expect(judging(lab)).toMatch(/^shipped/);
  expect([...warnings].sort().map((text) => text.replace(/ cannot be opened: /, ": "))).toEqual([
    "The images cannot be used: tables.tar.gz: its compressed bytes are damaged or cut off. None of the 2 files of images was taken.",
    expect.stringMatching(/^What can be opened: a table .*runs and results .*images/),
    "cell.png: the file is a PNG image.",
    "experiments: it is a folder; drop the files in it.",
    "kept.bin: it is a checkpoint of a run, weights without measurements; open the run's own file (JSON).",
  ]);
});

it("more files than are opened at once are named, too", async () => {
  const lab = await openFakeLab();
  await lab.open(...Array.from({ length: 23 }, (_, index) => [`${index}.csv`, ""] as const));
  const { warnings, imports } = lab.store.getState();
  expect(imports).toEqual([]);
  // One line says once what the lab can open.
  expect(warnings).toHaveLength(22);
  expect(warnings).toContain("20 files are opened at once; left out: 20.csv, 21.csv, 22.csv.");
});
