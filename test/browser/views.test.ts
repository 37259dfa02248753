/**
 * @file What a run brings with it, on one page: panels and dialogs while it trains and once it is over, as embedded and as projected, without
 * a serious finding of axe; at 200 % zoom nothing is cut off, and with less motion nothing moves. The list of runs, the sweep and lessons are
 * looked at in their own files.
 */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { asksBeforeLeaving, axe, cheap, labBrowser, marked, timeLimit } from "./labPage.ts";

const lab = labBrowser();

/** Of the parts of the page that are named by selectors; none: of the whole page. */
async function seriousFindings(page: Page, ...parts: readonly string[]): Promise<string[]> {
  const builder = parts.reduce((own, part) => own.include(part), axe(page));
  const { violations } = await builder.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Elements that stick out of the window, or hide a part of their own text; what scrolls in a frame of its own, and charts' insides, are left out. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const told = (element: Element): string =>
      `${element.tagName}.${element.className}: ${element.textContent?.trim().slice(0, 40)}`;
    // The line that stays in sight shortens the sentence that stands in full in the verdict.
    const own = '.hidden-visually, svg, .table-scroll, [tabindex="0"], .verdict-line-words';
    const shown = [...document.querySelectorAll("header *, main *")].filter(
      (element) => element.checkVisibility() && !element.closest(own),
    );
    const hides = (overflow: string): boolean => overflow === "hidden" || overflow === "clip";
    return shown
      .filter((element) => {
        const { overflowX, overflowY } = getComputedStyle(element);
        return (
          element.getBoundingClientRect().right > innerWidth + 1 ||
          (element.textContent?.trim() &&
            ((hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
              (hides(overflowY) && element.scrollHeight > element.clientHeight + 1)))
        );
      })
      .map(told);
  });

it("no view of a run has a serious finding of axe, loses anything at 200 % zoom, or moves where less motion is asked for", async () => {
  const page = await lab.open({ hash: `#v=2&backend=wasm&${cheap}&pool=12&epochs=4&portion=0.05` });
  await marked(page, "lab:first-correlation");
  for (const title of ["The super-net, drawn", "Search on this super-net"])
    await page.locator("summary", { hasText: title }).click();
  await page.locator("summary", { hasText: "Does random search suffice?" }).click();
  await page.getByRole("button", { name: "Repeat on the one trained well" }).click();
  await page.locator(".super-net-heat").first().waitFor();
  // The claim's six algorithms, on its weights.
  const searches = page.getByRole("region", { name: "Searches" });
  await expect.poll(() => searches.getByRole("row").count(), { timeout: 30_000 }).toBe(1 + 6);
  await page.getByText("On the weights of step 3,744 in nasbench201-good.ckpt").waitFor();
  expect(await seriousFindings(page, "#panel-super-net", "#panel-search")).toEqual([]);
  // Searches are kept nowhere.
  expect(await asksBeforeLeaving(page)).toBe(true);
  await page.locator("#panel-search").getByRole("button", { name: "Stop", exact: true }).press("Enter");
  // The button is gone, the focus is not.
  await page.locator("#panel-search:focus").waitFor();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save what they found" }).click();
  const record = JSON.parse(await readFile(await (await saved).path(), "utf8"));
  expect(record).toMatchObject({ space: "nasbench201", step: 3744, budget: 100 });
  const [{ algorithm, architecture }] = record.searches;
  await searches.getByRole("button", { name: /%$/ }).first().click();
  const detail = page.locator(".search-results:focus");
  await detail.getByText(`Found ${architecture}`).waitFor();
  expect(await detail.getByRole("combobox").inputValue()).toBe(`${algorithm} 1`);

  // A window of 1,280 pixels at 200 %.
  await page.setViewportSize({ width: 640, height: 450 });
  await expect.poll(() => cutOff(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });

  const track = page.locator(".toggle-track").first();
  const fade = () =>
    track.evaluate((element) => Number.parseFloat(getComputedStyle(element).transitionDuration));
  expect(await fade()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await fade()).toBe(0);

  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share & export" });
  await dialog.waitFor();
  for (const summary of await dialog.locator("details:not([open]) > summary").all()) await summary.click();
  expect(await seriousFindings(page, "dialog[open]")).toEqual([]);
  await dialog.getByRole("button", { name: "Close" }).click();
  await dialog.waitFor({ state: "detached" });
  await page
    .locator("button:focus", { hasText: "Share" })
    .or(page.getByRole("button", { name: "Share" }))
    .and(page.locator(":focus"))
    .waitFor();

  await page.getByText("finished", { exact: true }).first().waitFor(timeLimit);
  const showAs = (field: string) =>
    page.evaluate((field) => {
      location.hash = `${location.hash.replace("&embed=1", "")}&${field}=1`;
    }, field);
  await showAs("embed");
  await page.locator("footer").waitFor({ state: "detached" });
  expect(await seriousFindings(page)).toEqual([]);
  await showAs("present");
  await page.locator("html[data-present]").waitFor();
  expect(await seriousFindings(page)).toEqual([]);
});
