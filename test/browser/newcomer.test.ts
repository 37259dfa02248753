/** @file A first visit: the tour is offered in a line, goes by keyboard beside the lab that trains, and never comes again unasked. */
import { expect, it } from "vitest";
import { axe, cheap, labBrowser, marked, reached, stepOf } from "./labPage.ts";

const lab = labBrowser();
/** As a browser that no program drives says it. */
const asVisitor = { content: 'Object.defineProperty(navigator, "webdriver", { get: () => false });' };
const offer = "New here? A tour of five stops";

it("the tour is offered once, and walked by keyboard while the lab trains; the map of the field is behind the help", async () => {
  const page = await lab.open({
    hash: `#v=2&${cheap}&pool=8&backend=wasm`,
    prepare: (context) => context.addInitScript(asVisitor),
  });
  await page.getByRole("button", { name: offer }).press("Enter");
  const card = page.getByRole("dialog", {
    name: /^(What trains|Every dot|The verdict|The heuristics|What next)/,
  });
  const before = await stepOf(page);
  const titles: string[] = [];
  for (let stop = 1; stop <= 5; stop++) {
    await card.getByText(`${stop} of 5`).waitFor();
    titles.push((await page.evaluate(() => document.activeElement?.textContent)) ?? "");
    if (stop === 3) {
      const { violations } = await axe(page).include(".tour").analyze();
      expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
      // What lies beside the card can be used meanwhile.
      await page.getByRole("button", { name: "Pause", exact: true }).click();
      await page.getByRole("button", { name: "Resume" }).click();
      await card.getByRole("heading").focus();
      await page.keyboard.press("ArrowRight");
    } else {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
    }
  }
  expect(titles).toEqual([
    "What trains",
    "Every dot is an architecture",
    "The verdict",
    "The heuristics",
    "What next",
  ]);
  await card.waitFor({ state: "detached" });
  await reached(page, before + 1);

  await page.getByRole("button", { name: "What is this?" }).click();
  await page.getByRole("button", { name: "Tour of five stops" }).click();
  await card.waitFor();
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });

  await page.getByRole("button", { name: "What is this?" }).click();
  await page.getByRole("button", { name: "Map of the field" }).click();
  const map = page.getByRole("dialog", { name: "Map of the field" });
  await map.getByText("Learning rate", { exact: true }).click();
  await map.getByText("Direction recalled from the paper with confidence.").nth(1).waitFor();
  const { violations } = await axe(page).include("dialog").analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  await page.setViewportSize({ width: 360, height: 700 });
  expect(await map.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(0);

  await page.reload();
  await marked(page, "lab:interactive");
  await page.getByRole("button", { name: "Share", exact: true }).waitFor();
  await page.waitForLoadState("networkidle");
  expect(await page.getByRole("button", { name: offer }).count()).toBe(0);
});

it("no tour is offered on a page that somebody arranged", async () => {
  const plain = `#v=2&${cheap}&autorun=0`;
  const page = await lab.open({
    hash: plain,
    prepare: (context) => context.addInitScript(asVisitor),
  });
  const offers = (): Promise<number> => page.getByRole("button", { name: offer }).count();
  await expect.poll(offers).toBe(1);
  for (const link of ["&present=1", "&lesson=rate.1", "&lock=lr", "&show=scatter", "&embed=1"]) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `${plain}${link}`);
    await expect.poll(offers, { message: link }).toBe(0);
    if (link === "&embed=1") continue;
    await page.evaluate((hash) => {
      location.hash = hash;
    }, plain);
    await expect.poll(offers, { message: `without ${link}` }).toBe(1);
  }
});
