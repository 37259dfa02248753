/** @file Two tabs of one browser: the later one says that another trains, until that one pauses. */
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("browser"), args: ["--no-sandbox"] });
});
afterAll(() => browser.close());

const step = (page: Page) => page.getByRole("status", { name: "step", exact: true });
const notice = (page: Page) => page.getByText("Another tab of this browser trains, too");

async function training(page: Page): Promise<Page> {
  await page.goto(inject("address"));
  await page.waitForFunction(() => performance.getEntriesByName("lab:first-step").length > 0, undefined, {
    timeout: 60_000,
  });
  return page;
}

it("a second tab that trains says so, until the first one pauses", async () => {
  const context = await browser.newContext();
  const first = await training(await context.newPage());
  const second = await training(await context.newPage());
  await notice(second).waitFor();
  expect(await notice(first).count()).toBe(0);
  await first.getByRole("button", { name: "Pause", exact: true }).click();
  await notice(second).waitFor({ state: "detached" });
  expect(Number(await step(second).textContent())).toBeGreaterThan(0);
});
