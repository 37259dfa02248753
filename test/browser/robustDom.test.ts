/** @file What others do to the page, and parts of it that do not come: it stays, its numbers stay true, and training goes on. */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { cheap, labBrowser, output, pause, reached, savedRun, stepOf, timeLimit } from "./labPage.ts";

const lab = labBrowser();

/** Does to all text what a browser's page translation does. */
const translate = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node.nodeValue?.trim() && !node.parentElement?.closest("script, style, svg"))
        texts.push(node as Text);
    for (const text of texts) {
      const outer = document.createElement("font");
      const inner = outer.appendChild(document.createElement("font"));
      inner.textContent = text.nodeValue;
      text.replaceWith(outer);
    }
    return texts.length;
  });

it("survives the translation of its text, more than once, and shows the present numbers", async () => {
  const page = await lab.open({ hash: `#v=2&${cheap}&pool=30&backend=wasm` });
  await output(page, "S-KdT").filter({ hasText: /\d/ }).waitFor(timeLimit);
  expect(await translate(page)).toBeGreaterThan(100);
  const step = await stepOf(page);
  await reached(page, step + 200);
  await translate(page);
  // Panels that come and go, and numbers that follow.
  await page.getByLabel("Search space").selectOption("nasbench101");
  await page.getByLabel("Search space").selectOption("nasbench201");
  await output(page, "S-KdT").filter({ hasText: /\d/ }).waitFor(timeLimit);
  await translate(page);
  await reached(page, 200);
  await pause(page);
  const run = await savedRun(page);
  expect(await stepOf(page)).toBe(run.step);
  await expect
    .poll(() => page.locator(".verdict").textContent())
    .toContain(`${run.rounds.at(-1)?.size} of 30`);
});

it("names a part that cannot be loaded, goes on, and brings it once it can", async () => {
  const page = await lab.open({
    hash: `#v=2&${cheap}&backend=wasm`,
    prepare: (context) => context.route(/HelpDialog/, (route) => route.abort()),
  });
  await page.getByRole("button", { name: "What is this?" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "The dialog could not be shown" });
  await alert.waitFor();
  const step = await stepOf(page);
  await reached(page, step + 50);
  await page.context().unroute(/HelpDialog/);
  await alert.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("dialog").waitFor();
});
