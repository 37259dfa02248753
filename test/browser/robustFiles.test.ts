/** @file What a user keeps: runs that open again elsewhere, scores that other programs read, pictures that are pictures. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { cutCsv } from "../../src/core/csv.ts";
import { importRun } from "../../src/core/readRun.ts";
import { roundScores, shownRound } from "../../src/core/rounds.ts";
import { nasbench201 } from "../../src/core/spaces/nasbench201/index.ts";
import {
  axe,
  cheap,
  labBrowser,
  openFile,
  output,
  pause,
  reached,
  savedOnce,
  savedText,
  stepOf,
} from "./labPage.ts";

const { open } = labBrowser();

/** Cheap, but with enough images a score that a correlation is defined, and with rounds that follow each other quickly. */
const hash = `#v=1&backend=wasm&pool=32&${cheap.replace("evalimages=50", "evalimages=200")}&scoreshare=0.9&epochs=8`;

const titles = { correlation: /^S-KdT over training/, training: /^Training loss/ } as const;

/** What the line charts draw, stroke by stroke. */
async function curves(page: Page): Promise<string[]> {
  const drawn: string[] = [];
  for (const name of Object.values(titles)) {
    const lines = page.getByRole("application", { name }).locator("path.recharts-curve");
    for (const line of await lines.all()) drawn.push((await line.getAttribute("d")) ?? "");
  }
  return drawn;
}

describe("a run that is kept", () => {
  it("opens in a fresh page with the same step, correlations and curves, and is the same file again", async () => {
    const page = await open({ hash });
    await reached(page, 60);
    await page.getByRole("slider", { name: "Learning rate", exact: true }).press("ArrowRight");
    await reached(page, 120);
    await pause(page);
    // A pause completes a round on the present weights.
    await savedOnce(page, (run) => run.rounds[shownRound(run) ?? -1]?.step === run.step);
    const text = await savedText(page, "Run (JSON)");

    const fresh = await open({ hash: "#v=1&autorun=0" });
    await openFile(fresh, "kept.json", text);
    await fresh.getByText("recorded run").waitFor();
    for (const name of ["step", "S-KdT", "Kendall τ", "Spearman ρ", "backend", "images per second"]) {
      const value = (await output(page, name).textContent()) ?? "";
      expect(value, name).toMatch(/[\dA-Z]/);
      await expect.poll(() => output(fresh, name).textContent()).toBe(value);
    }
    // Charts take new data about once a second.
    await expect
      .poll(async () => isDeepStrictEqual(await curves(fresh), await curves(page)), { timeout: 10_000 })
      .toBe(true);
    const drawn = await curves(fresh);
    expect(drawn.length).toBe(3);
    for (const line of drawn) expect(line.split("L").length).toBeGreaterThan(2);
    // A name on a mark is drawn a frame after its line.
    await expect.poll(() => fresh.getByText("Learning rate: 0.1").count(), { timeout: 10_000 }).toBe(1);
    expect(await savedText(fresh, "Run (JSON)")).toBe(text);
  });

  it("gives the scores of its last complete round as CSV, a row for each architecture", async () => {
    const page = await open({ hash });
    await reached(page, 10);
    await pause(page);
    await savedOnce(page, (run) => shownRound(run) !== undefined);
    const [header, ...lines] = cutCsv(await savedText(page, "Scores (CSV)"), ",").lines;
    const run = importRun(await savedText(page, "Run (JSON)"));
    if (!run.ok) throw new Error(run.problem.message);
    const { pool, rounds } = run.value;
    const shown = shownRound(run.value) ?? -1;
    const scores = roundScores(run.value, shown);
    const step = rounds[shown]?.step;
    const column = (name: string): string[] =>
      lines.map(({ cells }) => cells[header?.cells.indexOf(name) ?? -1] as string);
    expect(column("arch")).toEqual(pool);
    expect(column("supernet_acc")).toEqual(scores.map((score) => (score ? String(score.accuracy) : "")));
    expect(column("supernet_loss")).toEqual(scores.map((score) => (score ? String(score.loss) : "")));
    expect(column("step")).toEqual(scores.map((score) => (score ? String(step) : "")));
    expect(column("supernet_acc").filter(Boolean).length).toBeGreaterThan(0);
    expect(column("test_acc").every((cell) => Number(cell) >= 0.1 && Number(cell) < 1)).toBe(true);
  });
});

describe("a chart that is saved", () => {
  /** What a browser makes of the picture: its size, and how many colors it finds in it. */
  const seen = (page: Page, type: string, base64: string) =>
    page.evaluate(
      async ([type, base64]) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const errors =
          type === "image/png"
            ? []
            : new DOMParser()
                .parseFromString(new TextDecoder().decode(bytes), "image/svg+xml")
                .querySelectorAll("parsererror");
        const image = new Image();
        image.src = URL.createObjectURL(new Blob([bytes], { type }));
        await image.decode();
        const { width, height } = image;
        const pen = new OffscreenCanvas(width, height).getContext("2d");
        pen?.drawImage(image, 0, 0);
        const pixels = pen?.getImageData(0, 0, width, height).data.buffer;
        return {
          errors: errors.length,
          width,
          height,
          colors: new Set(new Uint32Array(pixels ?? new ArrayBuffer(0))).size,
        };
      },
      [type, base64] as const,
    );

  it("is a picture with something on it, as SVG and as PNG", async () => {
    const page = await open({ hash });
    for (const name of Object.values(titles))
      await page
        .getByRole("application", { name })
        .locator("path.recharts-curve")
        .first()
        .waitFor({ state: "attached" });
    await reached(page, 60);
    await pause(page);
    await page.getByRole("img", { name: /^Histogram/ }).waitFor();
    for (const name of ["scatter", "histogram", "correlation", "training"])
      for (const [kind, type] of [
        ["SVG", "image/svg+xml"],
        ["PNG", "image/png"],
      ] as const) {
        await page.getByRole("button", { name: `Save the ${name} as a picture` }).click();
        const [file] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("button", { name: `Save as ${kind}` }).click(),
        ]);
        expect(file.suggestedFilename()).toBe(`super-net-${name}.${kind.toLowerCase()}`);
        const content = await readFile(await file.path());
        // Colors of its own, that do not hang on the style sheet of the page.
        if (kind === "SVG")
          expect(content.toString()).toMatch(
            /<svg.*<path[^>]*style="[^"]*(fill|stroke):rgb.*NAS-Bench-201 · seed 1 · step \d+.*#v=2.*Code [0-9a-f]{6,}/s,
          );
        const picture = await seen(page, type, content.toString("base64"));
        expect(picture.errors, `${name} ${kind}`).toBe(0);
        expect(Math.min(picture.width, picture.height), `${name} ${kind}`).toBeGreaterThan(80);
        expect(picture.colors, `${name} ${kind}`).toBeGreaterThan(5);
        await page.keyboard.press("Escape");
      }
  });
});

describe("a large table", () => {
  /** Every cell again and again, a seed a row, and one row that is no cell: then the table waits to be looked at. */
  async function writeTable(file: string, bytes: number): Promise<number> {
    const cells = Array.from({ length: 4000 }, (_, index) =>
      nasbench201.print([0, 1, 2, 3, 4, 5].map((edge) => Math.floor(index / 5 ** edge) % 5)),
    );
    const lines = ["arch,seed,test_acc"];
    for (let length = 0, row = 0; length < bytes; row++) {
      const [index, seed] = [row % 4000, Math.floor(row / 4000)];
      const line = `${cells[index]},${seed},${90 + ((index + seed) % 97) / 100}`;
      length += line.length + 1;
      lines.push(line);
    }
    await writeFile(file, [...lines, "resnet18,0,94.5"].join("\n"));
    return lines.length;
  }

  /** Milliseconds of processor time of the longest task of the page while something goes on; waiting for a busy machine does not count. */
  async function longestTask(page: Page, work: () => Promise<unknown>): Promise<number> {
    const client = await page.context().newCDPSession(page);
    const events: Record<string, unknown>[] = [];
    client.on("Tracing.dataCollected", ({ value }) => events.push(...value));
    await client.send("Tracing.start", {
      transferMode: "ReportEvents",
      traceConfig: { includedCategories: ["toplevel"], recordMode: "recordAsMuchAsPossible" },
    });
    await work();
    const complete = new Promise((resolve) => client.once("Tracing.tracingComplete", resolve));
    await client.send("Tracing.end");
    await complete;
    const threadOf = ({ pid, tid }: Record<string, unknown>): string => `${pid}:${tid}`;
    const named = events.filter(
      ({ name, args }) => name === "thread_name" && isDeepStrictEqual(args, { name: "CrRendererMain" }),
    );
    const threads = new Set(named.map(threadOf));
    const tasks = events.filter(
      (event) => /RunTask$/.test(String(event.name)) && threads.has(threadOf(event)),
    );
    expect(tasks.length).toBeGreaterThan(100);
    return Math.max(...tasks.map(({ tdur }) => Number(tdur ?? 0))) / 1000;
  }

  it("is read with progress beside the training; no task of the page takes over 100 ms, and it judges when told to", async () => {
    const folder = await mkdtemp(join(tmpdir(), "table-"));
    const rows = await writeTable(join(folder, "large.csv"), (Number(process.env.TABLE_MB) || 20) * 2 ** 20);
    const page = await open({ hash: `#v=1&backend=wasm&pool=16&${cheap}` });
    await reached(page, 1);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "Your table" });
    let step = Number.POSITIVE_INFINITY;
    const longest = await longestTask(page, async () => {
      await page.getByLabel("Open a run or table", { exact: true }).setInputFiles(join(folder, "large.csv"));
      await page.getByRole("progressbar", { name: "Reading large.csv" }).waitFor();
      step = await stepOf(page);
      await sheet.getByText("with an architecture").waitFor();
    });
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(100);
    expect(await stepOf(page)).toBeGreaterThan(step);
    expect(await sheet.textContent()).toContain(`${rows.toLocaleString("en")} rows`);
    await sheet.getByRole("button", { name: "Judge by this table" }).click();
    await page.getByText("Judged by a table that you chose").waitFor();
    await page.getByRole("heading", { name: "Runs", exact: true }).waitFor();
    await page.getByRole("button", { name: "Back to the usual table" }).click();
    await expect.poll(() => page.getByText("Judged by a table that you chose").count()).toBe(0);
    await rm(folder, { recursive: true });
  });

  it("in a folder, beside a second one and an image, is dropped with a word for each", async () => {
    const folder = await mkdtemp(join(tmpdir(), "drop-"));
    const paths = ["inner", "a.csv", "b.csv", "cell.png"].map((name) => join(folder, name));
    const [inner = "", a = "", b = "", image = ""] = paths;
    await mkdir(inner);
    for (const path of [a, b])
      await writeFile(path, `arch,test_acc\n${nasbench201.print([1, 2, 3, 4, 0, 1])},0.9\n`);
    await writeFile(image, Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10));
    const page = await open({ hash: "#v=1&autorun=0&backend=wasm" });
    const client = await page.context().newCDPSession(page);
    for (const type of ["dragEnter", "dragOver", "drop"] as const)
      await client.send("Input.dispatchDragEvent", {
        ...{ type, x: 300, y: 300 },
        data: { items: [], files: paths, dragOperationsMask: 1 },
      });
    const sheet = page.getByRole("dialog", { name: "Your tables" });
    for (const name of ["a.csv", "b.csv"]) await sheet.getByRole("heading", { name }).waitFor();
    const { violations } = await axe(page).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByText("inner cannot be opened: it is a folder").waitFor();
    await page.getByText("cell.png cannot be opened: the file is a PNG image").waitFor();
    await rm(folder, { recursive: true });
  });
});
