/**
 * @file A tab in the background: training goes on, and the charts catch up when the tab is shown again. Playwright makes every page
 * believe that it is in front, so this browser is started without it and only joined afterwards.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { cheap, flags, marked, reached, stepOf, timeLimit } from "./labPage.ts";

let chrome: ChildProcess;
let profile: string;
let browser: Browser;
beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), "super-net-profile-"));
  // Without a window of its own: a page that is just being made is no good moment to join.
  const own = [
    "--headless",
    "--no-startup-window",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
  ];
  chrome = spawn(inject("browser"), [...flags, ...own], { stdio: ["ignore", "ignore", "pipe"] });
  browser = await chromium.connectOverCDP(await debuggerAddress(chrome), { noDefaults: true });
});
afterAll(async () => {
  const gone = new Promise((resolve) => chrome.once("exit", resolve));
  chrome.kill();
  await gone;
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** What a browser started with a debugging port says on its standard error. */
function debuggerAddress({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error("the browser was started without a standard error");
  return new Promise((resolve) => {
    createInterface(stderr).on("line", (line) => {
      const address = /^DevTools listening on (.+)$/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });
}

/** The last step that the loss curve shows, as a pointer at its end reads it; 0 where there is nothing to read yet. */
async function lastDrawn(page: Page): Promise<number> {
  const chart = page.getByRole("application", { name: /^Training loss/ });
  const { width } = (await chart.boundingBox()) ?? { width: 0 };
  await page.mouse.move(0, 0);
  await chart.hover({ position: { x: width - 60, y: 40 } });
  const [reading = ""] = await page.getByText(/^step [\d,]+ loss/).allTextContents();
  return Number(/[\d,]+/.exec(reading)?.[0].replaceAll(",", "") ?? 0);
}

it("goes on training in the background, and draws all of it when it is shown again", async () => {
  const context = browser.contexts()[0];
  if (!context) throw new Error("the browser has no window");
  const page = await context.newPage();
  await page.goto(`${inject("address")}#v=1&backend=wasm&pool=16&epochs=4&${cheap}`);
  await marked(page, "lab:first-step");
  await expect.poll(() => lastDrawn(page), timeLimit).toBeGreaterThan(1);

  await (await context.newPage()).bringToFront();
  await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe("hidden");
  const hiddenAt = await stepOf(page);
  await reached(page, hiddenAt + 300);
  expect(await page.evaluate(() => document.visibilityState)).toBe("hidden");

  await page.bringToFront();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("button", { name: "Resume" }).waitFor();
  const step = await stepOf(page);
  expect(step).toBeGreaterThanOrEqual(hiddenAt + 300);
  await expect.poll(() => lastDrawn(page), timeLimit).toBeGreaterThanOrEqual(hiddenAt + 300);
});
