/** @file Every lesson to its end with real training, by keyboard alone: on a phone, and in a frame of another origin. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FrameLocator, Page } from "playwright-core";
import { expect, inject, it, onTestFinished } from "vitest";
import { lessons } from "../../src/core/lessons/index.ts";
import { axe, labBrowser } from "./labPage.ts";

const lab = labBrowser();
/** Few steps, at whose end a lesson goes on wherever it would wait for more of them. */
const tiny = "#v=2&bs=32&paths=1&channels=4&evalimages=50&portion=0.01&pool=12&backend=wasm&autorun=0";
/** A step of a lesson waits for training that ends within seconds. */
const timeLimit = { timeout: 180_000 };

/** Presses what there is to press until the lesson says that it is done; returns the steps that it went through. */
async function walk(view: Page | FrameLocator, page: Page): Promise<string[]> {
  const lesson = view.locator("section.lesson");
  const status = lesson.getByRole("status", { name: "lesson" });
  const press = async (
    name: string | RegExp,
    key = "Enter",
    role: "button" | "radio" = "button",
  ): Promise<boolean> => {
    const found = lesson.getByRole(role, { name }).first();
    if (!(await found.isVisible()) || !(await found.isEnabled())) return false;
    await found.focus();
    await page.keyboard.press(key);
    return true;
  };
  const seen: string[] = [];
  const end = Date.now() + timeLimit.timeout;
  while (Date.now() < end) {
    const heading = (await lesson.getByRole("heading").first().textContent()) ?? "";
    if (seen.at(-1) !== heading) seen.push(heading);
    const said = (await status.textContent()) ?? "";
    if (said === "The lesson is done.") return seen;
    if (said === "Ready for the next step.") {
      await press("Next step");
      await expect.poll(() => lesson.getByRole("heading").first().textContent()).not.toBe(heading);
    } else if (said === "Answer to go on.") await press(/./, "Space", "radio");
    else if (await press(/^(Begin|Change)/)) await page.waitForTimeout(300);
    else if (said.includes("chosen")) {
      await view.locator("#panel-found .top-three button").first().focus();
      await page.keyboard.press("Enter");
    } else if (/training steps|threshold|searches/.test(said)) {
      await press(/^(Train one|Round|Search with)/);
      await page.waitForTimeout(300);
    } else if (await press(/^Train to the next/)) await page.waitForTimeout(1000);
    else if (await press(/./, "Space", "radio")) await page.waitForTimeout(100);
    else await page.waitForTimeout(300);
  }
  throw new Error(`the lesson does not go on: ${seen.join("; ")}: ${await status.textContent()}`);
}

it("a phone's width holds all eight of them, from the list to the file of answers", async () => {
  const page = await lab.open({ hash: tiny, width: 390 });
  for (const { title, steps } of lessons) {
    await page.locator("#panel-try").getByRole("button", { name: title }).focus();
    await page.keyboard.press("Enter");
    expect(await walk(page, page), title).toHaveLength(steps.length);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), title).toBeLessThan(
      1,
    );
  }
  const { violations } = await axe(page).include("#panel-lesson").include("#panel-try").analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the answers" }).press("Enter"),
  ]);
  const saved = JSON.parse(await readFile(await file.path(), "utf8"));
  expect(saved.lesson).toBe("search");
  expect(saved.answers.every(({ answer }: { answer: string | null }) => answer !== null)).toBe(true);
  // The step stays in the address, where a link takes it from.
  await expect.poll(() => new URL(page.url()).hash).toContain("lesson=search.4");
}, 900_000);

it("a frame of another origin, sandboxed, holds a lesson at the step that its link names", async () => {
  const page = await lab.open({ hash: tiny });
  const address = inject("address");
  const framed = `<!doctype html><title>course</title><iframe title="lab" sandbox="allow-scripts allow-same-origin" width="720" height="800" src="${address}${tiny}&amp;embed=1&amp;show=scatter&amp;lesson=batch-norm.2"></iframe>`;
  // A browser lets only pages of this machine frame one that is here.
  const course = createServer((_, response) => response.setHeader("content-type", "text/html").end(framed));
  await new Promise<void>((resolve) => course.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void course.close());
  const { port } = course.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/`);
  const frame = page.frameLocator("iframe");
  expect(await walk(frame, page)).toHaveLength(3);
  expect(await frame.locator("#panel-correlation").count()).toBe(0);
});
