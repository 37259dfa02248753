/** @file What surrounds the page: paper, a user's own colors, a frame that forbids it to train. */
import type { Locator, Page } from "playwright-core";
import { expect, inject, it } from "vitest";
import { cheap, labBrowser } from "./labPage.ts";

const lab = labBrowser();
const soon = { timeout: 60_000 };

/** The least contrast of any text of the page with white paper, and whose it is. */
const palestOnPaper = (page: Page) =>
  page.evaluate(() => {
    const channel = (value: number): number =>
      value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    let palest = { contrast: Number.POSITIVE_INFINITY, text: "" };
    for (const element of document.querySelectorAll("main :is(h2, p, dt, dd, output, label, summary, li)")) {
      const text = element.textContent?.trim() ?? "";
      if (!text || !element.checkVisibility()) continue;
      const [r = 0, g = 0, b = 0] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).map(Number);
      const light = 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
      const contrast = 1.05 / (light + 0.05);
      if (contrast < palest.contrast) palest = { contrast, text };
    }
    return palest;
  });

const styleOf = (locator: Locator, name: string, pseudo?: string): Promise<string> =>
  locator.evaluate(
    (element, [property, of]) => getComputedStyle(element, of || null).getPropertyValue(property),
    [name, pseudo ?? ""] as const,
  );

it("prints in dark on white from dark colors, and shows switches and sliders in a user's own colors", async () => {
  const page = await lab.open({ hash: `#v=2&${cheap}&autorun=0`, dark: true });
  expect((await palestOnPaper(page)).contrast).toBeLessThan(2);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect.poll(async () => (await palestOnPaper(page)).contrast).toBeGreaterThan(3);
  await page.emulateMedia({ media: "screen", colorScheme: "dark", forcedColors: "active" });
  await page.getByRole("heading", { name: "Settings" }).waitFor(soon);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  const track = page.locator(".toggle:has(input:enabled) .toggle-track").first();
  for (const state of ["as it is", "turned"]) {
    await track.waitFor();
    const ground = await styleOf(track, "background-color");
    expect(await styleOf(track, "background-color", "::after"), state).not.toBe(ground);
    expect(Number.parseFloat(await styleOf(track, "border-top-width")), state).toBeGreaterThan(0);
    await track.click();
  }
  expect(await styleOf(page.locator('input[type="range"]:visible').first(), "appearance")).toBe("auto");
});

it("a frame that allows scripts alone says what it lacks and what to do", async () => {
  const page = await lab.open({ hash: "#v=2&autorun=0" });
  const framed = `<!doctype html><iframe sandbox="allow-scripts" width="1200" height="800" src="${inject("address")}#v=2&${cheap}"></iframe>`;
  // On the site itself: a browser lets no page from elsewhere frame one of the local network.
  await page.route("**/course.html", (route) => route.fulfill({ contentType: "text/html", body: framed }));
  await page.goto(`${inject("address")}course.html`);
  const frame = page.frameLocator("iframe");
  // From the page, or where not even its scripts come, from the document.
  await frame.getByText("allow-same-origin").first().waitFor(soon);
});
