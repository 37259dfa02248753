/** @file What others do to the page, and parts of it that do not come: it stays, its numbers stay true, and training goes on. */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { correlation } from "../../src/ui/format.ts";
import {
  cheap,
  labBrowser,
  output,
  pause,
  reached,
  savedRun,
  savedText,
  stepOf,
  timeLimit,
} from "./labPage.ts";

const lab = labBrowser();

/** Those that the page's own files tell. */
async function hasPresentNumbers(page: Page): Promise<void> {
  const run = await savedRun(page);
  expect(await stepOf(page)).toBe(run.step);
  await expect
    .poll(() => page.locator(".verdict").textContent())
    .toContain(`${run.rounds.at(-1)?.size} of 30`);
  const [head = "", row = ""] = (await savedText(page, "Scores (CSV)")).split("\n");
  const skdt = row.split(",")[head.split(",").indexOf("skdt")];
  expect(skdt).toMatch(/\d/);
  await expect.poll(() => output(page, "S-KdT").textContent()).toBe(correlation(Number(skdt)));
}

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
  await reached(page, step + 50);
  await translate(page);
  // Panels that come and go, and numbers that follow.
  await page.getByLabel("Search space").selectOption("nasbench101");
  await page.getByLabel("Search space").selectOption("nasbench201");
  await output(page, "S-KdT").filter({ hasText: /\d/ }).waitFor(timeLimit);
  await translate(page);
  await reached(page, 50);
  await pause(page);
  await hasPresentNumbers(page);
});

/** Does to all text but that of buttons, which are found by it, what extensions do that mark words, read aloud or check spelling, one thing after the other. */
const markUp = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (
        node.nodeValue?.trim() &&
        !node.parentElement?.closest("script, style, svg, select, button, mark, x-note")
      )
        texts.push(node as Text);
    const element = (name: string, ...children: (string | Node)[]): HTMLElement => {
      const made = document.createElement(name);
      made.append(...children);
      return made;
    };
    const kinds: readonly ((text: Text) => void)[] = [
      (text) => {
        const mark = element("mark");
        text.replaceWith(mark);
        mark.append(text);
      },
      (text) => text.replaceWith(element("span", text.data)),
      (text) => {
        const tail = text.splitText(Math.floor(text.length / 2));
        const mark = element("mark");
        tail.replaceWith(mark);
        mark.append(tail);
      },
      (text) =>
        text.replaceWith(text.data.slice(0, 1), element("mark", text.data.slice(1, 2)), text.data.slice(2)),
      (text) => {
        for (const part of [text.data.slice(0, 1), text.data.slice(1)]) text.before(element("span", part));
        text.remove();
      },
      (text) => {
        text.parentElement?.setAttribute("data-extension", "read");
        text.before(element("x-note"));
      },
    ];
    for (const [index, text] of texts.entries()) kinds[index % kinds.length]?.(text);
    return texts.length;
  });

it("survives extensions that wrap, cut up and replace its text, and shows the present numbers", async () => {
  const page = await lab.open({ hash: `#v=2&${cheap}&pool=30&backend=wasm` });
  await output(page, "S-KdT").filter({ hasText: /\d/ }).waitFor(timeLimit);
  expect(await markUp(page)).toBeGreaterThan(100);
  const shown = () => page.locator("main").textContent();
  const step = await stepOf(page);
  await reached(page, step + 50);
  await markUp(page);
  // Panels that come and go, and numbers that follow.
  await page.getByLabel("Search space").selectOption("nasbench101");
  await page.getByLabel("Search space").selectOption("nasbench201");
  await output(page, "S-KdT").filter({ hasText: /\d/ }).waitFor(timeLimit);
  await markUp(page);
  await reached(page, 50);
  await pause(page);
  await hasPresentNumbers(page);
  expect(await shown()).not.toContain("could not be shown");
});
