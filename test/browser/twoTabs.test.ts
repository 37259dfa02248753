/** @file Two tabs of one browser: both say that another trains, until one of them pauses. */
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("browser"), args: ["--no-sandbox"] });
});
afterAll(() => browser.close());

const step = (page: Page) => page.getByRole("status", { name: "step", exact: true });
const notice = (page: Page) => page.getByText("Another tab is training too");

async function training(page: Page): Promise<Page> {
  await page.goto(inject("address"));
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
