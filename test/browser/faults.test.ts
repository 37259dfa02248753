/**
 * @file Faults put into the page on purpose: threads that end or come by half, devices and servers that answer never or badly, a site that
 * changed. After each the run goes on or the page says what to do, what was measured is there, and a restart trains.
 */
import type { Page, Worker } from "playwright-core";
import { expect, it } from "vitest";
import { cheap, labBrowser, reached, savedRun, stepOf } from "./labPage.ts";

const lab = labBrowser();

/** What a visitor waits for at most; a busy machine stretches it. */
const soon = { timeout: 60_000 };

const hash = `#v=2&${cheap}&pool=16&epochs=200`;

/** The script of the training thread, whatever its hash. */
const threadScript = /\/lab\.worker-[^/]+\.js$/;

async function trainingThread(page: Page): Promise<Worker> {
  const find = (): Worker | undefined => page.workers().findLast((worker) => threadScript.test(worker.url()));
  await expect.poll(find, soon).toBeDefined();
  return find() as Worker;
}

async function restart(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^Restart( with the same seed)?$/ })
    .first()
    .click();
  await expect.poll(() => stepOf(page), soon).toBeLessThan(20);
  await reached(page, 3, soon);
  expect(await page.getByRole("alert").count()).toBe(0);
}

/** The banner of the last recovery, once there are so many. */
async function recoveries(page: Page, count: number): Promise<void> {
  await expect.poll(async () => (await savedRun(page)).recoveries.length, soon).toBe(count);
}

it("a training thread that ends in silence or out of memory is replaced; after that it is named", async () => {
  const page = await lab.open({ hash: `${hash}&backend=wasm` });
  await reached(page, 30);
  const before = await savedRun(page);
  await (await trainingThread(page)).evaluate(() => self.close());
  await recoveries(page, 1);
  const exhaust = (worker: Worker) =>
    worker.evaluate(() => {
      setTimeout(() => {
        throw new RangeError("Array buffer allocation failed");
      });
    });
  const second = await stepOf(page);
  await reached(page, second + 2, soon);
  await exhaust(await trainingThread(page));
  await recoveries(page, 2);
  await reached(page, (await stepOf(page)) + 2, soon);
  await exhaust(await trainingThread(page));
  await page.getByRole("alert").getByText("Array buffer allocation failed").waitFor(soon);
  const after = await savedRun(page);
  expect(after.scores.length).toBeGreaterThanOrEqual(before.scores.length);
  await restart(page);
});
