/** @file Each part of the site that comes late, without a connection and after another version was deployed: what waits for it says so, and it comes once it can. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { cheap, labBrowser, reached } from "./labPage.ts";

const lab = labBrowser();
const soon = { timeout: 60_000 };

/** How those over the page are asked for, by the name of their script. */
const parts: readonly (readonly [script: string, open: (page: Page) => Promise<unknown>])[] = [
  ["HelpDialog", (page) => page.getByRole("button", { name: "What is this?" }).click()],
  ["ShareDialog", (page) => page.getByRole("button", { name: "Share", exact: true }).click()],
  [
    "ImportDialog",
    (page) =>
      page.evaluate(() => {
        const data = new DataTransfer();
        const cell = "|nor_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|";
        data.items.add(new File([`arch,test_acc\n${cell},0.9\nresnet18,0.8`], "own.csv"));
        document.body.dispatchEvent(
          new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      }),
  ],
];
const charts = /\/(CartesianChart|StepChart|Histogram)-[^/]+\.js$/;

/** Scripts of all parts of the page that come late, by the modules that these files name. */
const listed = ["parts.ts", "panels/cellParts.ts"].map((file) =>
  readFileSync(new URL(`../../src/ui/${file}`, import.meta.url), "utf8"),
);
const modules = [...listed.join("\n").matchAll(/import\("\.\.?\/(?:\w+\/)*(\w+)\.tsx"\)/g)].map(
  ([, name]) => name,
);
const late = new RegExp(`/(${modules.join("|")})-[^/]+\\.js$`);

it("every one of them is named where it does not come, and comes once it can", async () => {
  let gone: RegExp | undefined = new RegExp(`${late.source}|${charts.source}`);
  const page = await lab.open({
    hash: `#v=2&${cheap}&pool=8&backend=wasm&autorun=0`,
    prepare: (context) =>
      context.route(
        (url) => gone?.test(url.pathname) ?? false,
        (route) => route.fulfill({ status: 404, body: "" }),
      ),
  });
  await page.getByText("The chart could not be loaded").first().waitFor(soon);
  expect(modules.length).toBeGreaterThan(20);
  const alerts = page.getByRole("alert").filter({ hasText: "could not be shown" });
  const folded = page.locator("details:not([open]) > summary");
  for (let left = await folded.count(); left > 0; left = await folded.count()) await folded.first().click();
  // Each says so in its own place, beside all that is there.
  await expect.poll(() => alerts.count(), soon).toBeGreaterThan(8);
  expect(await page.getByRole("button", { name: "Start", exact: true }).isVisible()).toBe(true);
  gone = undefined;
  const tryAll = async (): Promise<void> => {
    while ((await alerts.count()) > 0) {
      // By its own words: while one comes, another that was asked for before may still fail.
      const said = (await alerts.first().locator("p").first().textContent()) ?? "nothing";
      await alerts.first().getByRole("button", { name: "Try again" }).click();
      await expect.poll(() => alerts.filter({ hasText: said }).count(), { ...soon, message: said }).toBe(0);
    }
  };
  await tryAll();
  await expect.poll(() => page.getByText("The chart could not be loaded").count(), soon).toBe(0);
  for (const [script, open] of parts) {
    gone = new RegExp(`/${script}-`);
    await open(page);
    await expect.poll(() => alerts.count(), { ...soon, message: script }).toBeGreaterThan(0);
    gone = undefined;
    await tryAll();
    // What comes instead of the message lies over the next button.
    await page.getByRole("dialog").waitFor(soon);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached", ...soon });
  }
});

/** Of every engine of the lab's own. */
const engines = /\/engine-[^/]+\.js$/;

it.each(["missing", "half"] as const)(
  "engines whose code is %s are named within 20 seconds, and a restart trains once it has come",
  async (how) => {
    let isCut = true;
    const page = await lab.open({
      hash: `#v=2&${cheap}&pool=8`,
      prepare: (context) =>
        context.route(
          (url) => engines.test(url.pathname),
          async (route) => {
            if (!isCut) return route.continue();
            if (how === "missing") return route.fulfill({ status: 404, body: "" });
            const response = await route.fetch();
            const text = await response.text();
            return route.fulfill({ response, body: text.slice(0, text.length / 2) });
          },
        ),
    });
    await page
      .getByText("The part of the site that trains could not be loaded")
      .first()
      .waitFor({ timeout: 20_000 });
    isCut = false;
    await page.getByRole("button", { name: "Restart" }).first().click();
    await reached(page, 1);
  },
);
