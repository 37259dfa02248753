/** @file Each part of the site that comes late, without a connection and after another version was deployed: what waits for it says so, and it comes once it can. */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { cheap, labBrowser, reached } from "./labPage.ts";

const lab = labBrowser();
const soon = { timeout: 60_000 };

/** How each of them is asked for, by the name of its script. */
const parts: readonly (readonly [script: string, open: (page: Page) => Promise<unknown>])[] = [
  ["HelpDialog", (page) => page.getByRole("button", { name: "What is this?" }).click()],
  ["ShareDialog", (page) => page.getByRole("button", { name: "Share", exact: true }).click()],
  ["SearchPanel", (page) => page.getByText("Search on this super-net").click()],
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

it("every one of them is named where it does not come, and comes once it can", async () => {
  let isGone = true;
  const page = await lab.open({
    hash: `#v=2&${cheap}&pool=8&backend=wasm&autorun=0`,
    prepare: (context) =>
      context.route(
        (url) => charts.test(url.pathname) || parts.some(([script]) => url.pathname.includes(`/${script}-`)),
        (route) => (isGone ? route.fulfill({ status: 404, body: "" }) : route.continue()),
      ),
  });
  await page.getByText("The chart could not be loaded").first().waitFor(soon);
  for (const [script, open] of parts) {
    await open(page);
    const alert = page.getByRole("alert").filter({ hasText: "could not be shown" });
    await expect.poll(() => alert.count(), { ...soon, message: script }).toBeGreaterThan(0);
    isGone = false;
    await alert.first().getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => alert.count(), { ...soon, message: script }).toBe(0);
    isGone = true;
    // What comes instead of the message may be a dialog, which lies over the next button.
    if (script.endsWith("Dialog")) {
      await page.getByRole("dialog").waitFor(soon);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached", ...soon });
    }
  }
  isGone = false;
  await expect.poll(() => page.getByText("The chart could not be loaded").count(), soon).toBe(0);
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
