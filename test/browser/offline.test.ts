/** @file After one visit the lab opens and trains without a connection; it runs under a policy that forbids scripts from elsewhere. */

import { type Browser, chromium } from "playwright-core";
import { globSync } from "tinyglobby";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { cheap, flags, marked, reached } from "./labPage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("browser"), args: flags });
});
afterAll(() => browser.close());

test("a second visit without a connection trains and shows its lazy parts, and no policy is broken", async () => {
  const context = await browser.newContext({ serviceWorkers: "allow" });
  const page = await context.newPage();
  const told: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") told.push(message.text());
  });
  const address = `${inject("address")}#v=2&backend=wasm&${cheap}`;
  await page.goto(address);
  await reached(page, 3);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  expect(told).toEqual([]);

  await context.setOffline(true);
  await page.goto("about:blank");
  await page.goto(`${inject("address")}?utm_source=mail#v=2&seed=5&backend=wasm&${cheap}`);
  await marked(page, "lab:interactive");
  await reached(page, 3);
  await page.getByRole("heading", { name: "The stand-alone table" }).click();
  await page.getByText("drawn uniformly from the space").waitFor();
  // The recorded start and the whole test set, too: whatever the site can ask for but the last resort, stock operations.
  const files = globSync(["**/*.{js,css,svg,json,bin,gz}"], {
    cwd: "dist",
    ignore: ["sw.js", "workbox-*", "assets/tensorflow-*"],
  });
  expect(files).toContain("recorded/default.json.gz");
  const missing = await page.evaluate(async (files) => {
    const asked = files.map((file) =>
      fetch(file).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    const isThere = await Promise.all(asked);
    return files.filter((_, index) => !isThere[index]);
  }, files);
  expect(missing).toEqual([]);
  // What is kept nowhere says why it does not come, though the page itself would still answer.
  const hasForgotten = await page.evaluate(async () => {
    const kept = await Promise.all((await caches.keys()).map(async (key) => caches.open(key)));
    const asked = kept.map(async (cache) =>
      Promise.all(
        (await cache.keys()).map(async (request) =>
          request.url.includes("ShareDialog") ? cache.delete(request) : false,
        ),
      ),
    );
    return (await Promise.all(asked)).flat().some(Boolean);
  });
  expect(hasForgotten).toBe(true);
  const browserOnly = await context.newCDPSession(page);
  await browserOnly.send("Network.clearBrowserCache");
  await page.reload();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("alert").getByText("there is no connection to the site").waitFor();
  await context.close();
});

test("an inline script does not run", async () => {
  const page = await browser.newPage({ serviceWorkers: "block" });
  await page.goto(`${inject("address")}#v=2&autorun=0`);
  const hasRun = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.wasRun = true";
    document.head.append(script);
    return "wasRun" in globalThis;
  });
  expect(hasRun).toBe(false);
  await page.close();
});
