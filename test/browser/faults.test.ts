/**
 * @file Faults put into the page on purpose: threads that end or come by half, servers that answer never or badly, a site that changed. After each the run goes on or the page says what to do, what was measured is there, and a restart trains.
 */
import type { Page, Route, Worker } from "playwright-core";
import { expect, it } from "vitest";
import { importRun } from "../../src/core/readRun.ts";
import type { Run } from "../../src/core/runState.ts";
import { cheap, faultLimit, labBrowser, reached, savedRun, stepOf } from "./labPage.ts";

const lab = labBrowser();

const soon = faultLimit(60);

const hash = `#v=2&${cheap}&pool=16&epochs=200`;

/** The script of the training thread, whatever its hash. */
const threadScript = /\/lab\.worker-[^/]+\.js$/;

async function trainingThread(page: Page): Promise<Worker> {
  const find = (): Worker | undefined => page.workers().findLast((worker) => threadScript.test(worker.url()));
  await expect.poll(find, soon).toBeDefined();
  return find() as Worker;
}

/** Restarts, and waits until the new run trains. */
async function restart(page: Page): Promise<Run> {
  const button = page.getByRole("button", { name: /^Restart( with the same seed)?$/ });
  await button.first().click();
  await expect.poll(() => stepOf(page), soon).toBeLessThan(3);
  await reached(page, 3, soon);
  expect(await page.getByRole("alert").count()).toBe(0);
  return savedRun(page);
}

async function recovered(page: Page, times: number): Promise<Run> {
  let run = await savedRun(page);
  await expect
    .poll(async () => {
      run = await savedRun(page);
      return run.recoveries.length;
    }, soon)
    .toBe(times);
  return run;
}

/** What was measured up to the earliest step that training went on from is still there, in its place. */
function expectKept(before: Run, after: Run): void {
  const back = Math.min(...after.recoveries.map(({ step }) => step));
  const points = before.points.toArray().filter(({ step }) => step <= back);
  expect(points.length).toBeGreaterThan(0);
  expect(after.points.toArray().slice(0, points.length)).toEqual(points);
}

it("a training thread that ends in silence or out of memory is replaced; after that it is named", async () => {
  const page = await lab.open({ hash: `${hash}&backend=wasm` });
  await reached(page, 30);
  const before = await savedRun(page);
  await (await trainingThread(page)).evaluate(() => self.close());
  const once = await recovered(page, 1);
  expectKept(before, once);
  const exhaust = (worker: Worker) =>
    worker.evaluate(() => {
      setTimeout(() => {
        throw new RangeError("Array buffer allocation failed");
      });
    });
  await reached(page, once.step + 5, soon);
  await exhaust(await trainingThread(page));
  const twice = await recovered(page, 2);
  await reached(page, twice.step + 5, soon);
  await exhaust(await trainingThread(page));
  await page.getByRole("alert").getByText("Array buffer allocation failed").waitFor(soon);
  expectKept(before, await savedRun(page));
  await restart(page);
});

it("a thread whose script comes by half, whose images do not come, and a table that does not come are named", async () => {
  const halves = { script: true, images: false, table: false };
  const half = async (route: Route): Promise<void> => {
    const response = await route.fetch();
    const body = await response.text();
    await route.fulfill({ response, body: halves.script ? body.slice(0, body.length / 2) : body });
  };
  const page = await lab.open({
    hash: `${hash}&backend=wasm`,
    prepare: async (context) => {
      await context.route(threadScript, half);
      await context.route(/\/datasets\//, (route) => (halves.images ? undefined : route.continue()));
      await context.route(/\/tables\//, (route) => (halves.table ? undefined : route.continue()));
    },
  });
  const alert = page.getByRole("alert");
  await alert.getByText("The training thread was lost again and again").waitFor(soon);
  halves.script = false;
  halves.images = true;
  await alert.getByRole("button", { name: "Restart" }).click();
  // A server that takes the question and never answers.
  await alert.getByText(/^The images cannot be used: .*nothing has arrived for/).waitFor(soon);
  halves.images = false;
  await restart(page);
  halves.table = true;
  await page.getByLabel("Search space").selectOption("nasbench101");
  await reached(page, 3, soon);
  halves.table = false;
  await restart(page);
  expect((await savedRun(page)).pool.length).toBeGreaterThan(0);
});

it("parts that do not come without a connection, or since the site changed, say so; the run can be saved", async () => {
  const page = await lab.open({
    hash: `${hash}&backend=wasm&autorun=0`,
  });
  const context = page.context();
  await context.setOffline(true);
  await page.getByRole("button", { name: "What is this?" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "The dialog could not be shown" });
  await alert.getByText("no connection").waitFor(soon);
  await context.setOffline(false);
  await alert.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  // Deployed anew: other hashes, and the old ones are gone.
  await context.route(/ShareDialog|CellDrawing/, (route) => route.fulfill({ status: 404, body: "" }));
  await context.route(/\/index-[^/]+\.js$/, (route) => route.fulfill({ status: 404, body: "" }));
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await reached(page, 5, soon);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await alert.getByText("a new version of the lab was put in place").waitFor(soon);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    alert.getByRole("button", { name: "Save the run" }).click(),
  ]);
  const saved = importRun(await (await import("node:fs/promises")).readFile(await file.path(), "utf8"));
  expect(saved.ok && saved.value.points.length).toBeGreaterThan(0);
});
