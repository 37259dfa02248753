/** @file A newer version of a site that a browser keeps, as the lab's build keeps it: it waits, mixes with nothing, and takes over in the end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { build, preview } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { keptSite } from "../../scripts/keptSite.ts";
import { flags } from "./labPage.ts";

let browser: Browser;
let root: string;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: inject("browser"), args: flags });
  // Below the packages, which the site's scripts are made of, too.
  root = mkdtempSync(resolve("node_modules", ".tiny-site-"));
});
afterAll(async () => {
  await browser.close();
  rmSync(root, { recursive: true });
});

interface Site {
  readonly version: string;
  late(): Promise<string>;
  isNewerThere?: boolean;
}

/** A page with a part that comes late, both of which tell their version. */
async function publish(version: string): Promise<void> {
  mkdirSync(join(root, "public"), { recursive: true });
  writeFileSync(
    join(root, "index.html"),
    '<!doctype html><html><head><title>tiny</title></head><body><script type="module" src="./main.js"></script></body></html>',
  );
  writeFileSync(join(root, "late.js"), `export const version = "${version}";`);
  writeFileSync(
    join(root, "main.js"),
    `import { keepSite } from ${JSON.stringify(resolve("src/siteUpdate.ts"))};
globalThis.site = { version: "${version}", late: () => import("./late.js").then((part) => part.version) };
keepSite(() => { globalThis.site.isNewerThere = true; });`,
  );
  await build({
    ...{ configFile: false, root, base: "./", logLevel: "error" },
    mode: "production",
    build: { outDir: "dist", emptyOutDir: true, target: "es2023" },
    plugins: [VitePWA({ ...keptSite, mode: "development" })],
  });
}

const visit = async (context: BrowserContext, address: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => "site" in globalThis);
  return page;
};
const versionOf = (page: Page) => page.evaluate(`site.version`);

it("waits until no page has the old one open, whose late parts stay its own", async () => {
  await publish("one");
  const server = await preview({
    configFile: false,
    root,
    preview: { port: 0, host: "localhost" },
    logLevel: "warn",
  });
  const address = server.resolvedUrls?.local[0] ?? "";
  const context = await browser.newContext({ serviceWorkers: "allow" });
  const first = await visit(context, address);
  await first.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await publish("two");
  await first.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await first.waitForFunction(() => (globalThis as unknown as { site: Site }).site.isNewerThere);
  // Neither the open page nor another one of the same browser gets a part of the newer version.
  const second = await visit(context, address);
  for (const page of [first, second]) {
    expect(await versionOf(page)).toBe("one");
    expect(await page.evaluate(`site.late()`)).toBe("one");
  }
  await first.close();
  await second.close();
  await expect
    .poll(async () => {
      const page = await visit(context, address);
      const told = [await versionOf(page), await page.evaluate(`site.late()`)];
      await page.close();
      return told;
    })
    .toEqual(["two", "two"]);
  await context.close();
  await server.close();
});
