/** @file A branch beside its run: both train, the list tells the difference, and both are there and go on in a page that is opened anew. */
import { expect, it } from "vitest";
import { axe, cheap, labBrowser, marked, output, timeLimit } from "./labPage.ts";

const lab = labBrowser();

it("branches with a change, shows both with the difference, and goes on after a reload", async () => {
  const page = await lab.open({ hash: `#v=2&${cheap}&epochs=200&portion=0.05&pool=16` });
  await marked(page, "lab:first-correlation");
  // By keyboard alone.
  await page.getByRole("button", { name: "FairNAS sampling: compare" }).focus();
  await page.keyboard.press("Enter");
  const runs = page.getByRole("region", { name: "Runs", exact: true }).first();
  await runs.getByText("baseline · running").waitFor();
  await runs.getByText("shown · running").waitFor();
  await runs.getByText(/Against the baseline: .*n = \d+/).waitFor();
  expect(await page.getByRole("combobox", { name: "Sampler" }).inputValue()).toBe("fairnas");
  const { violations } = await axe(page).include("main").analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);

  // Kept every ten seconds or so.
  await page.waitForFunction(async () => {
    const open = indexedDB.open("super-net-lab");
    await new Promise((resolve) => open.addEventListener("success", resolve));
    const count = open.result.transaction("runs").objectStore("runs").count();
    await new Promise((resolve) => count.addEventListener("success", resolve));
    open.result.close();
    return count.result === 2;
  });
  const step = async (): Promise<number> =>
    Number((await output(page, "step").textContent())?.replace(/\D/g, "") ?? 0);
  // What another program left in the same database costs nothing else.
  await page.evaluate(async () => {
    const open = indexedDB.open("super-net-lab");
    await new Promise((resolve) => open.addEventListener("success", resolve));
    const writing = open.result.transaction("runs", "readwrite");
    writing.objectStore("runs").put({ id: "junk", junk: 1 });
    await new Promise((resolve) => writing.addEventListener("complete", resolve));
    open.result.close();
  });
  const before = await step();
  await page.reload();
  await page.getByText("This run goes on from your last visit").waitFor();
  const after = await step();
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThanOrEqual(before + 100);
  await runs.getByText("baseline · running").waitFor();
  await runs.getByText("shown · running").waitFor();
  await runs.getByText(/Against the baseline: .*n = \d+/).waitFor();
  await page.waitForFunction(
    (from) =>
      Number(document.querySelector('output[aria-label="step"]')?.textContent?.replace(/\D/g, "")) > from,
    after,
    timeLimit,
  );

  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share and keep" });
  await dialog.getByText(/^2 runs, \d+\.\d MB\. /).waitFor();
  await dialog.getByRole("button", { name: "Clear all" }).click();
  await dialog.getByText(/^0 runs, 0\.0 MB\. /).waitFor();
  await dialog.getByText("Nothing more is kept until this page is loaded anew.").waitFor();
});
