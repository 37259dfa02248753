/**
 * @file A sweep on the page by keyboard alone: begun, gone on with after the page was loaded anew, done, told in words, the same to the byte
 * as a terminal's, and opened again from its own results.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { supernetLab } from "../headless/program.ts";
import { axe, cheap, labBrowser, marked, openFile, timeLimit } from "./labPage.ts";

const lab = labBrowser();

it("trains two options with the same seed in turn, over a reload, tells the effect, writes what a terminal writes, and opens it again", async () => {
  const page = await lab.open({ hash: `#v=2&${cheap}&epochs=2&portion=0.05&pool=12` });
  await marked(page, "lab:first-step");
  await page.locator("summary", { hasText: "Sweep a switch" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Switch", exact: true }).selectOption("lr");
  await page.getByRole("checkbox", { name: "0.1", exact: true }).focus();
  await page.keyboard.press("Space");
  await page
    .getByRole("radiogroup", { name: "Seeds of the sweep" })
    .getByRole("radio", { name: "2" })
    .focus();
  await page.keyboard.press("ArrowLeft");
  await page.getByText(/^2 runs, /).waitFor();
  await page.getByRole("button", { name: "Start the sweep" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("1 of 2 runs are done").waitFor(timeLimit);
  await page.reload();
  await page.getByRole("button", { name: "Go on with the sweep" }).click(timeLimit);
  await page.getByText("2 of 2 runs are done.").waitFor(timeLimit);
  const effect = page.getByText(/^Learning rate 0\.1 against 0\.05: .*\(1 pair, 1 seed; /);
  await effect.waitFor();
  const { violations } = await axe(page).include("main").analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Results" }).click(),
  ]);
  const text = await readFile(await file.path(), "utf8");
  const [asked] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Study file" }).click(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), "sweep-"));
  const ended = await supernetLab("study", await asked.path(), "--out", folder, "--workers", "2");
  expect(ended.code, ended.stderr).toBe(0);
  expect(await readFile(join(folder, "results.json"), "utf8")).toBe(text);
  await rm(folder, { recursive: true });
  await page.getByRole("button", { name: "New sweep" }).click();
  await effect.waitFor({ state: "detached" });
  await openFile(page, "results.json", text);
  await page.getByText("Results of a study: 2 runs.").waitFor();
  await page.getByText(/^Learning rate 0\.1 against 0\.05: .*\(1 pair, 1 seed\)/).waitFor();
});
