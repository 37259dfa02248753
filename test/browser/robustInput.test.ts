/** @file What a page takes in from outside and cannot trust: links, tables, runs, image packs. Whatever is bad is named; the run goes on. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import {
  cheap,
  labBrowser,
  openFile,
  output,
  pause,
  reached,
  savedRun,
  savedText,
  stepOf,
} from "./labPage.ts";

const { open } = labBrowser();

const shipped = await readFile("public/tables/nasbench201.json", "utf8");
const rows = (
  JSON.parse(shipped) as { rows: { architecture: string; test: number[]; validation: number[] }[] }
).rows;

const dots = (page: Page, count: number) =>
  page.getByRole("img", { name: `Scatter of ${count} architectures` });

describe("a file that cannot be used", () => {
  it("is named with its first bad place; training goes on and nothing measured is lost", async () => {
    const page = await open({ hash: `#v=1&backend=wasm&pool=16&${cheap}` });
    await dots(page, 16).waitFor();
    const saved = await savedText(page, "Run (JSON)");
    const before = await savedRun(page);
    const bad: readonly (readonly [name: string, text: string, problem: string])[] = [
      ["empty.csv", "", "the file is empty"],
      ["letter.txt", "Dear reader,\nthis is no table.", "line 2 has 1 cell where the first line has 2"],
      ["cut.json", shipped.slice(0, shipped.length / 2), "cut off"],
      ["other.csv", "arch,test_acc\nresnet18,0.9", "(line 2: resnet18)"],
      ["run.json", saved.slice(0, saved.length / 2), "cut off"],
      ["damaged.json", saved.replace('"pool":["', '"pool":[5,"'), "pool[0] must be text, not 5"],
    ];
    for (const [name, text, problem] of bad) {
      await openFile(page, name, text);
      const warning = page.getByRole("listitem").filter({ hasText: `${name} cannot be opened: ` });
      await warning.waitFor();
      expect(await warning.textContent()).toContain(problem);
      await page.getByRole("button", { name: "Dismiss" }).click();
    }
    await reached(page, (await stepOf(page)) + 1);
    const after = await savedRun(page);
    expect(after.scores.toArray().slice(0, before.scores.length)).toEqual(before.scores.toArray());
    expect(after.points.toArray().slice(0, before.points.length)).toEqual(before.points.toArray());
  });
});

describe("a researcher's own table", () => {
  const twelve = rows.slice(0, 12);
  const operations = ["skip_connect", "none", "nor_conv_3x3", "nor_conv_1x1", "avg_pool_3x3"];
  /** As NAS-Bench-Suite-Zero writes a cell: edges (1,2)(1,3)(1,4)(2,3)(2,4)(3,4), where the text goes by target node. */
  const tuple = (architecture: string): string => {
    const slots = [...architecture.matchAll(/\|?([a-z0-9_]+)~\d/g)].map(([, name]) =>
      operations.indexOf(name as string),
    );
    return `(${[0, 1, 3, 2, 4, 5].map((slot) => slots[slot]).join(", ")})`;
  };
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

  it.each([
    [
      "CSV in per cent",
      `arch,val_acc,test_acc\n${twelve
        .map((row) => `${row.architecture},${100 * mean(row.validation)},${100 * mean(row.test)}`)
        .join("\n")}`,
    ],
    [
      "NAS-Bench-Suite-Zero",
      JSON.stringify({
        cifar10: Object.fromEntries(
          twelve.map((row) => [tuple(row.architecture), { val_accuracy: 100 * mean(row.validation) }]),
        ),
      }),
    ],
  ])("judges the super-net: %s", async (name, text) => {
    const page = await open({ hash: `#v=1&backend=wasm&${cheap}` });
    await reached(page, 1);
    await openFile(page, name, text);
    // Neither says all: the one is in per cent, the other numbers its operations.
    await page
      .getByRole("dialog", { name: "Your table" })
      .getByRole("button", { name: "Judge by this table" })
      .click();
    await page.getByText("Judged by a table that you chose").waitFor();
    await dots(page, 12).waitFor();
    await expect.poll(() => output(page, "Kendall τ").textContent()).toMatch(/\d|undefined/);
    await pause(page);
    expect([...(await savedRun(page)).pool].sort()).toEqual(twelve.map((row) => row.architecture).sort());
  });
});

describe("an image pack", () => {
  it.each<[string, (pack: Buffer) => Buffer]>([
    ["cut in the middle", (pack) => pack.subarray(0, pack.length / 2)],
    [
      "altered by one bit",
      (pack) => pack.with(pack.length / 2, 1 ^ (pack[pack.length / 2] as number)) as Buffer,
    ],
    ["empty", () => Buffer.alloc(0)],
    ["replaced by a page of the server", () => Buffer.from("<!doctype html><title>Not found</title>")],
  ])("%s is refused by name, and a restart takes the sound one", async (_, spoil) => {
    const pack = await readFile("public/datasets/fashion-mnist-14.bin");
    const page = await open({
      hash: `#v=1&backend=wasm&pool=16&${cheap}`,
      prepare: (context) =>
        context.route("**/datasets/*", (route) => route.fulfill({ body: Buffer.from(spoil(pack)) })),
    });
    const alert = page.getByRole("alert");
    await alert.getByText("The images cannot be used: ").waitFor();
    expect(await alert.textContent()).toContain("reload the page without the cache");
    await page.context().unroute("**/datasets/*");
    await alert.getByRole("button", { name: "Restart" }).click();
    await reached(page, 1);
    expect(await alert.count()).toBe(0);
  });
});

describe("a broken link", () => {
  it.each([
    ["garbage", "#%%%&&=&=x&lr&\u{1f4a9}=%ff", "which was left out"],
    [
      "unknown keys and illegal values",
      "#v=1&color=red&lr=1e9&space=mars&seed=-1",
      "There is no setting called",
    ],
    ["a later version", "#v=99&backend=wasm", "comes from a newer lab"],
    [
      "60,000 letters",
      `#v=1&${Array.from({ length: 6000 }, (_, i) => `x${i}=1`).join("&")}`,
      "and 5995 more",
    ],
  ])("%s is named briefly, and the lab runs all the same", async (_, hash, problem) => {
    // What is sound in it keeps the training small.
    const page = await open({ hash: `${hash}&pool=8&${cheap}` });
    const warnings = page.getByRole("listitem").filter({ hasText: problem });
    await warnings.waitFor();
    expect((await page.locator(".lab-banners").textContent())?.length).toBeLessThan(2500);
    await reached(page, 1);
  });

  it("heard while training is named, and the run goes on", async () => {
    const page = await open({ hash: `#v=1&backend=wasm&${cheap}` });
    await reached(page, 1);
    await page.evaluate(() => {
      location.hash += "&lr=banana&nonsense";
    });
    await page.getByRole("listitem").filter({ hasText: "banana" }).waitFor();
    await page.getByRole("listitem").filter({ hasText: "nonsense" }).waitFor();
    const step = await stepOf(page);
    expect(step).toBeGreaterThan(0);
    await reached(page, step + 1);
  });
});
