/** @file The table of networks with two cells a stage judges a run when a visitor asks for it, and gives way again. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { cheap, labBrowser, output, pause, reached, savedRun } from "./labPage.ts";

const lab = labBrowser();
const { rows } = JSON.parse(readFileSync("public/tables/nasbench201-2-cells.json", "utf8")) as {
  readonly rows: readonly { readonly architecture: string }[];
};
const further = new Set(rows.map(({ architecture }) => architecture));

it("says why where the table of two cells a stage does not come, judges by it once it does, says so, and goes back", async () => {
  const page = await lab.open({ hash: `#v=2&${cheap}&pool=12&backend=wasm` });
  await reached(page, 1);
  const file = "**/tables/nasbench201-2-cells.json";
  await page.route(file, (route) => route.fulfill({ status: 404, body: "" }));
  await page.locator("summary", { hasText: "The stand-alone table" }).click();
  const button = page.getByRole("button", {
    name: "Judge by architectures trained alone with two cells a stage",
  });
  await button.click();
  await page.getByRole("alert").getByText("They could not be loaded (it is not on the server).").waitFor();
  await page.unroute(file);
  await button.click();
  await page.getByText("Judged by a table that you chose: nasbench201-2-cells.json").waitFor();
  await page.getByText("2 cells a stage. Its accuracy").waitFor();
  await expect.poll(() => output(page, "Kendall τ").textContent()).toMatch(/\d/);
  await pause(page);
  const { pool } = await savedRun(page);
  expect(pool).toHaveLength(12);
  expect(pool.filter((architecture) => !further.has(architecture))).toEqual([]);
  await page.getByRole("button", { name: "Back to the usual table" }).click();
  await page.getByRole("button", { name: /^Judge by architectures trained alone/ }).waitFor();
  await expect.poll(() => page.getByText("Judged by a table that you chose").count()).toBe(0);
});
