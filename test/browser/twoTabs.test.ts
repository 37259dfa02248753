/** @file Two tabs of one browser: both say that another trains, until one of them pauses; and a kept run goes on in one of them. */
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest";
import { cheap } from "./labPage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("browser"), args: ["--no-sandbox"] });
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(() => browser.close());

const step = (page: Page) => page.getByRole("status", { name: "step", exact: true });
const notice = (page: Page) => page.getByText("Another tab is training too");

/** Whether the browser keeps weights of a run. */
async function hasWeights(): Promise<boolean> {
  const [{ name = "" } = {}] = (await indexedDB.databases()).filter(({ name }) =>
    name?.includes("super-net"),
  );
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const records = await new Promise<{ checkpoint?: unknown }[]>((resolve, reject) => {
    const asked = database.transaction("runs").objectStore("runs").getAll();
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  database.close();
  return records.some(({ checkpoint }) => checkpoint !== undefined);
}

async function training(page: Page): Promise<Page> {
  await page.goto(`${inject("address")}#v=2&${cheap}&pool=8&epochs=200&backend=wasm`);
  await page.waitForFunction(() => performance.getEntriesByName("lab:first-step").length > 0, undefined, {
    timeout: 60_000,
  });
  return page;
}

it("two tabs that train both say so, until one of them pauses", async () => {
  const context = await browser.newContext();
  const first = await training(await context.newPage());
  const second = await training(await context.newPage());
  await notice(second).waitFor();
  await notice(first).waitFor();
  await first.getByRole("button", { name: "Pause", exact: true }).click();
  await notice(second).waitFor({ state: "detached" });
  await notice(first).waitFor({ state: "detached" });
  expect(Number(await step(second).textContent())).toBeGreaterThan(0);
});

it("of two tabs that open at once, one goes on with the run of a page that was closed", async () => {
  const context = await browser.newContext();
  const first = await training(await context.newPage());
  await first.getByRole("button", { name: "Pause", exact: true }).click();
  const kept = Number(await step(first).textContent());
  // Its first checkpoint may still be on its way.
  await expect.poll(() => first.evaluate(hasWeights)).toBe(true);
  await first.close();
  // On a busy machine a page that is closed is there for a while yet, as the others see it.
  const beside = await context.newPage();
  await beside.goto(`${inject("address")}tables/darts.json`);
  await expect.poll(() => beside.evaluate(async () => (await navigator.locks.query()).held?.length)).toBe(0);
  // Both ask at the same time who is there, as far as one waits a second for the other, and read the database a little later.
  await context.addInitScript(() => {
    const { query } = LockManager.prototype;
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    let asked = 0;
    LockManager.prototype.query = async function () {
      if (asked++ === 0) {
        const arrived = Number(localStorage.getItem("arrived")) + 1;
        localStorage.setItem("arrived", String(arrived));
        for (let i = 0; i < 50 && localStorage.getItem("arrived") === "1"; i++) await pause(20);
      }
      const known = await query.call(this);
      await pause(300);
      return known;
    };
  });
  const pages = [await context.newPage(), await context.newPage()];
  await Promise.all(pages.map(training));
  const goesOn = await Promise.all(pages.map((page) => page.getByText("from your last visit").count()));
  expect(kept).toBeGreaterThan(0);
  expect(goesOn.sort()).toEqual([0, 1]);
});
