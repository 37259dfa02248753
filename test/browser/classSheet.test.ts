/** @file A class sheet on the page: files of one run with several seeds, opened together, told in words and saved as CSV. */
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { axe, cheap, labBrowser, savedText, timeLimit } from "./labPage.ts";

const lab = labBrowser();

it("pools three files, names a broken one, and opens a run of it in the lab", async () => {
  const page = await lab.open({
    hash: `#v=2&${cheap}&epochs=1&portion=0.02&pool=12&backend=wasm`,
    width: 390,
  });
  await page.getByText("12 of 12", { exact: true }).first().waitFor(timeLimit);
  const text = await savedText(page, "Run (JSON)");
  const files = [1, 2, 3].map((seed) => ({
    name: `${seed}.json`,
    text: text.replace('"seed":1', `"seed":${seed}`),
  }));
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByLabel("Open a run or table", { exact: true }).setInputFiles(
    [...files, { name: "half.json", text: text.slice(0, 400) }].map(({ name, text }) => ({
      ...{ name, mimeType: "application/json", buffer: Buffer.from(text) },
    })),
  );
  const sheet = page.locator("#panel-class");
  await sheet.getByText("3 runs and 0 files of answers read, 1 not.").waitFor();
  await sheet.getByText(/^half\.json: the JSON ends in the middle/).waitFor();
  // Three times the same scores: a mean without a spread.
  await sheet.getByText(/mean S-KdT (−?\d\.\d\d) over 3 runs, 95 % interval \1 to \1\./).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThan(1);
  const { violations } = await axe(page).include("#panel-class").analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    sheet.getByRole("button", { name: "Save as CSV" }).click(),
  ]);
  expect((await readFile(await file.path(), "utf8")).trim().split("\n")).toHaveLength(4);
  await sheet.getByRole("button", { name: "3.json" }).click();
  await expect.poll(() => page.evaluate(() => location.hash)).toContain("seed=3");
});
