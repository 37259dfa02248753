/** @file What the lab found, on the page: the heat map in words, the configuration behind a row, and the help of a heuristic. */
import { expect, it } from "vitest";
import { axe, cheap, labBrowser } from "./labPage.ts";

const lab = labBrowser();
const hash = `#v=2&${cheap}&pool=8&backend=wasm&autorun=0`;

it("shows effects with verdicts in words and opens the configuration that made one", async () => {
  const page = await lab.open({ hash, width: 390 });
  await page.getByText("What the lab found").click();
  const row = page.getByRole("row", { name: /^Statistics at test: Tracked in training against Mini-batch/ });
  await row.getByText("agrees", { exact: true }).waitFor();
  expect(await row.getByRole("cell").first().textContent()).toMatch(
    /^−0\.\d\d, worse, 95 % interval −0\.\d\d to −0\.\d\d$/,
  );
  const cells = page.locator(".findings-cell");
  const weights = await cells
    .filter({ hasText: "cannot tell" })
    .evaluateAll((all) => all.map((one) => getComputedStyle(one).fontWeight));
  expect(weights.length).toBeGreaterThan(5);
  expect(new Set(weights)).toEqual(new Set(["400"]));
  await page.getByRole("img", { name: /^Over \d+ runs super-net accuracy and S-KdT/ }).waitFor();
  // A table wider than a phone scrolls in its own frame.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const { violations } = await axe(page).include(".findings").analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  const links = await row.getByRole("link").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  expect(links).toHaveLength(1 + (await row.locator(".findings-cell").count()));
  expect(new Set(links)).toEqual(new Set([expect.stringMatching(/^#v=2&seed=4&bn=running&.*vs=seed/)]));
});

it("says in the help of a heuristic what was found, and of a space without a study that it was not run", async () => {
  const page = await lab.open({ hash });
  await page.getByRole("button", { name: "About Batch normalization" }).click();
  const help = page.getByRole("dialog", { name: "About Batch normalization" });
  await help
    .getByText(/Tracked in training against Mini-batch: S-KdT −.*agrees with the reported "worse"/)
    .waitFor();
  await page.keyboard.press("Escape");
  await page.route("**/findings/*.json", (route) => route.fulfill({ status: 404, body: "" }));
  await page.evaluate(() => {
    location.hash = "#v=2&space=darts&autorun=0&pool=8";
  });
  await page.getByText("What the lab found").click();
  await page.getByText("The study has not been run in DARTS yet.").waitFor();
});
