/**
 * @file Anything in any order on the real page: nothing throws, nothing waits for more than 20 seconds, and page and training thread agree.
 * MONKEY_ACTIONS for more of it, MONKEY_SEED for another hand.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { changeKind } from "../../src/core/config.ts";
import { createRandom } from "../../src/core/random.ts";
import { labBrowser, marked, savedRun, cheap as small, stepOf } from "./labPage.ts";
import { actOnPage, liveRuns, spyOnThread } from "./monkeyPage.ts";

const actions = Number(process.env.MONKEY_ACTIONS ?? 0);
const seed = Number(process.env.MONKEY_SEED ?? 1);
const betweenChecks = 20;
/** A user waits for 20 seconds at most, which tests hold on the lab's own clock; a busy machine stretches them. */
const soon = { timeout: 60_000 };
const cheap = `${small}&pool=8&backend=wasm`;

const lab = labBrowser();

const progress = (page: Page): Promise<string> =>
  page.locator(".progress-line").evaluate((line) => line.lastElementChild?.textContent ?? "");

/** Leaves dialogs, and what a click beside it would close. */
async function leave(page: Page): Promise<void> {
  const open = page.locator("dialog[open], [popover]:popover-open");
  for (let count = 0; count < 5 && (await open.count()) > 0; count++) await page.keyboard.press("Escape");
}

/** What was never scored cannot be saved. */
async function hasScores(page: Page): Promise<boolean> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  try {
    return await page.getByRole("button", { name: "Run (JSON)" }).isEnabled();
  } finally {
    await leave(page);
  }
}

/** Presses a button where there is one; what was dropped may put a dialog over it once it is read. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name, exact: true });
  await expect
    .poll(async () => {
      await leave(page);
      if ((await button.count()) > 0) await button.click({ timeout: 5000 });
      return "pressed";
    }, soon)
    .toBe("pressed");
}

/** Leaves dialogs, waits until nothing is on its way, and compares what is shown with what the thread has. */
async function check(page: Page): Promise<string> {
  await leave(page);
  // On a page that a link put into a frame or that hides them there are no controls.
  if ((await page.getByRole("group", { name: "Run" }).count()) === 0) return "hidden";
  await press(page, "Pause");
  await expect.poll(() => progress(page), soon).toMatch(/paused|finished|recorded|stopped|ready/);
  const state = await progress(page);
  if (state !== "paused") return state;
  const compare = async (): Promise<string> => {
    // A run that was let go of is no longer in the thread.
    if ((await page.locator(".run-state", { hasText: /shown.*stopped/ }).count()) > 0) return "0 rounds";
    await leave(page);
    if (!(await hasScores(page))) {
      const [step, live] = [await stepOf(page), await liveRuns(page)];
      return live.some((one) => one.step === step)
        ? "0 rounds"
        : `step ${step}, thread ${JSON.stringify(live)}`;
    }
    const [run, live] = [await savedRun(page), await liveRuns(page)];
    const same = live.find(
      ({ step, config }) => step === run.step && changeKind(config, run.config) === "none",
    );
    return same ? `${same.rounds} rounds` : `step ${run.step}, thread ${JSON.stringify(live)}`;
  };
  await expect.poll(compare, soon).toMatch(/^\d+ rounds$/);
  await press(page, "Resume");
  return state;
}

it.runIf(actions > 0)("survives anything", { timeout: 60_000 + 20_000 * actions }, async () => {
  const random = createRandom(seed).fork("page monkey");
  const said: string[] = [];
  const page = await lab.open({
    hash: `#v=2&${cheap}`,
    prepare: (context) => context.addInitScript(spyOnThread),
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource/.test(message.text()))
      said.push(message.text());
  });
  await marked(page, "lab:first-step");
  const done: string[] = [];
  try {
    for (let count = 1; count <= actions; count++) {
      done.push(await actOnPage(page, random, cheap));
      if (random.below(3) === 0) await page.waitForTimeout(random.below(200));
      if (count % betweenChecks === 0) done.push(`[${await check(page)}]`);
      expect(said).toEqual([]);
    }
  } catch (error) {
    await page.screenshot({ path: join(tmpdir(), `monkey-${seed}.png`) }).catch(() => {});
    throw new Error(`after ${done.length} actions, the last being ${done.slice(-40).join(", ")}`, {
      cause: error,
    });
  }
});
