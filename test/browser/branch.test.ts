/**
 * @file A branch beside its run, by keyboard alone: both train, the list tells the difference, and both are there and go on in a tab that is
 * opened after the first was closed.
 */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { printAlone } from "../../src/store/aloneFile.ts";
import { startingStandAlone } from "../../src/store/standAloneState.ts";
import { axe, cheap, labBrowser, output, reached, timeLimit } from "./labPage.ts";

const lab = labBrowser();
const soon = { timeout: 60_000 };
/** Steps: far enough that a checkpoint is behind it. */
const branchedFrom = 100;

/** What axe finds serious in a part of the page. */
async function serious(page: Page, part: string): Promise<string[]> {
  const { violations } = await axe(page).include(part).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${part}: ${id}: ${nodes[0]?.html}`);
}

/** Presses a button as somebody without a mouse does. */
async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name }).first().focus();
  await page.keyboard.press("Enter");
}

/** Puts something into the database that outlives the page. */
const put = (page: Page, store: "runs" | "alone", value: object): Promise<void> =>
  page.evaluate(
    async ([name, record]) => {
      const open = indexedDB.open("super-net-lab");
      await new Promise((resolve) => open.addEventListener("success", resolve));
      const writing = open.result.transaction(name, "readwrite");
      writing.objectStore(name).put(record);
      await new Promise((resolve) => writing.addEventListener("complete", resolve));
      open.result.close();
    },
    [store, value] as const,
  );

it("branches by keyboard, shows both with the difference, and goes on in another tab", async () => {
  const first = await lab.open({
    hash: `#v=2&${cheap}&epochs=200&portion=0.05&pool=16&backend=wasm`,
  });
  await reached(first, branchedFrom);
  await press(first, "Compare Sampler");
  const choice = first
    .getByRole("dialog", { name: "Compare Sampler" })
    .getByRole("button", { name: /^FairNAS/ });
  while (!(await choice.evaluate((element) => element === document.activeElement)))
    await first.keyboard.press("Tab");
  await first.keyboard.press("Enter");
  const runs = (page: Page) => page.getByRole("region", { name: "Runs", exact: true }).first();
  const both = async (page: Page): Promise<void> => {
    await runs(page).getByText("baseline · running").waitFor();
    await runs(page).getByText("shown · running").waitFor();
    await runs(page)
      .getByText(/Against the baseline: .*n = \d+/)
      .waitFor();
  };
  await both(first);
  expect(await first.getByRole("combobox", { name: "Sampler" }).inputValue()).toBe("fairnas");
  expect(await serious(first, "main")).toEqual([]);
  for (const view of ["Slopes", "Two runs"]) {
    await first.getByRole("radio", { name: view }).focus();
    await first.keyboard.press("Space");
    await first
      .getByRole("img", { name: /^(Slope chart|Scatter) of/ })
      .first()
      .waitFor();
    expect(await serious(first, "#panel-scatter")).toEqual([]);
  }
  await first.getByText("The loss landscape").first().click();
  await press(first, "the super-net, another architecture at every point");
  await first.getByText(/[1-9]\d? % of the points/).waitFor(timeLimit);
  expect(await serious(first, "#panel-landscape")).toEqual([]);

  // Kept every ten seconds or so.
  await first.waitForFunction(async () => {
    const open = indexedDB.open("super-net-lab");
    await new Promise((resolve) => open.addEventListener("success", resolve));
    const count = open.result.transaction("runs").objectStore("runs").count();
    await new Promise((resolve) => count.addEventListener("success", resolve));
    open.result.close();
    return count.result === 2;
  });
  // What another program left in the same database costs nothing else.
  await put(first, "runs", { id: "junk", junk: 1 });
  const architecture = await first
    .locator("#panel-table tbody button, #panel-cell .mono")
    .first()
    .evaluate((element) => element.getAttribute("title") ?? element.textContent ?? "");
  const request = {
    space: "nasbench201",
    dataset: "fashion-mnist-14",
    architecture,
    seeds: [2001, 2002],
    settings: {},
  };
  const results = [0.8, 0.82].map((test, index) => ({
    ...{ seed: 2001 + index, test, validation: test, loss: 0.5, gradientNorm: 2 },
  }));
  const text = printAlone({ ...startingStandAlone("kept", request), backend: "WASM", results });
  await put(first, "alone", { id: "kept", text, savedAt: 1 });

  const step = async (page: Page): Promise<number> =>
    Number((await output(page, "step").textContent())?.replace(/\D/g, "") ?? 0);
  const address = first.url();
  await first.close();
  const page = await lab.browser.contexts()[0]!.newPage();
  await page.goto(address);
  await page.getByText("This run goes on from your last visit").waitFor(soon);
  const after = await step(page);
  // The last checkpoint was up to ten seconds ago.
  expect(after).toBeGreaterThanOrEqual(branchedFrom);
  await both(page);
  await page.waitForFunction(
    (from) =>
      Number(document.querySelector('output[aria-label="step"]')?.textContent?.replace(/\D/g, "")) > from,
    after,
    timeLimit,
  );
  await page.getByText("trained alone here: mean and range of its seeds").waitFor(soon);
  await page.getByText("All architectures as a table").click();
  await page.locator(`#panel-table button[title="${architecture}"]`).click();
  await page.getByText(/^Trained alone here: 81\.00 %/).waitFor(soon);
  expect(await serious(page, "#panel-cell")).toEqual([]);

  // Deleted and brought back without a mouse, too.
  await press(page, /^Remove/);
  await page.getByText("baseline · running").waitFor({ state: "detached" });
  await press(page, "bring the removed run back");
  await runs(page)
    .getByText(/baseline|paused|running/)
    .nth(1)
    .waitFor();

  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share & export" });
  await dialog.getByText(/^2 runs, \d+\.\d MB\. /).waitFor();
  await dialog.getByRole("button", { name: "Clear all" }).click();
  await dialog.getByText(/^0 runs, 0\.0 MB\. /).waitFor();
  await dialog.getByText("Nothing more is kept until this page is loaded anew.").waitFor();
});
