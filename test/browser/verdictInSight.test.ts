/** @file The verdict stays in sight: in a line below the bar while settings scroll, and at the head of a phone's settings; paper has the settings. */
import { expect, it } from "vitest";
import { cheap, labBrowser, reached } from "./labPage.ts";

const lab = labBrowser();
const hash = `#v=2&${cheap}&backend=wasm&lr=0.02`;

it("in a line below the bar once its panel is scrolled away, which leads back", async () => {
  const page = await lab.open({ hash });
  const strip = page.getByRole("button", { name: /^S-KdT/ });
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  expect(await strip.count()).toBe(0);
  const panel = page.locator("#panel-verdict");
  await page.mouse.move(700, 600);
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 600);
      return strip.count();
    })
    .toBe(1);
  const top = await strip.evaluate((element) => element.getBoundingClientRect().top);
  expect(top).toBeGreaterThan(0);
  expect(top).toBeLessThan(150);
  await strip.click();
  await expect.poll(() => strip.count()).toBe(0);
  expect(await panel.evaluate((element) => element === document.activeElement)).toBe(true);
});

it("not over the top of a page that has a short verdict", async () => {
  const page = await lab.open({ hash: "#v=2&autorun=0" });
  const strip = page.getByRole("button", { name: /^S-KdT/ });
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await expect
    .poll(async () => {
      await page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
      return strip.count();
    })
    .toBe(1);
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  await strip.waitFor({ state: "detached", timeout: 5000 });
});

it("at the head of a phone's settings, which the key leaves; paper has what was set", async () => {
  const page = await lab.open({ hash, width: 390 });
  await reached(page, 1);
  const drawer = page.getByRole("dialog", { name: "Settings", exact: true });
  const open = page.getByRole("button", { name: "Open the settings" });
  await open.click();
  await drawer.getByText("S-KdT").first().waitFor();
  const rate = drawer.getByRole("slider", { name: "Learning rate" });
  await rate.waitFor();
  const { y = 0, height = 0 } = (await drawer.boundingBox()) ?? {};
  expect(y).toBeGreaterThan(200);
  expect(y + height).toBeCloseTo(900, 0);
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  expect(await open.evaluate((element) => element === document.activeElement)).toBe(true);
  const printed = page.getByText("Learning rate 0.02", { exact: true }).first();
  expect(await printed.isVisible()).toBe(false);
  await page.emulateMedia({ media: "print" });
  await printed.waitFor();
  expect(await open.isVisible()).toBe(false);
});

it("paper has what was set where groups of settings are folded", async () => {
  const page = await lab.open({ hash });
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await page.emulateMedia({ media: "print" });
  await page.getByText("Learning rate 0.02", { exact: true }).waitFor();
  await page.getByText("All other settings at their defaults.").waitFor();
  expect(await page.getByRole("slider").count()).toBe(0);
});
