/** @file The page as a user meets it, in a real browser: names, marks, keys, accessibility, narrow screens, bad links. */
import { describe, expect, it } from "vitest";
import { axe, cheap, labBrowser, marked, output, savedRun } from "./labPage.ts";

const { open } = labBrowser();

describe("the page", () => {
  it("trains by itself and shows its numbers under their names, after a recorded run that is no run of the page", async () => {
    let release = (): void => {};
    const isAwaited = new Promise<void>((resolve) => {
      release = resolve;
    });
    const page = await open({
      prepare: (context) =>
        context.route(/lab\.worker-/, async (route) => {
          await isAwaited;
          await route.continue();
        }),
    });
    const recorded = page.getByRole("figure", { name: "Recorded run" });
    await recorded.getByText("it is not yours").waitFor();
    expect((await axe(page).include(".recorded").analyze()).violations).toEqual([]);
    expect(await output(page, "S-KdT").textContent()).not.toMatch(/\d/);
    expect(await output(page, "step").textContent()).toBe("0");
    release();
    await marked(page, "lab:first-step");
    for (const name of ["S-KdT", "Kendall τ", "Spearman ρ", "step", "images per second", "backend"])
      expect(await output(page, name).count()).toBe(1);
    await expect
      .poll(async () => Number(await output(page, "step").textContent()), { timeout: 60_000 })
      .toBeGreaterThan(3);
    expect(await output(page, "backend").textContent()).not.toBe("–");
    await page.getByText("Your own run from here on").waitFor();
    expect(await recorded.count()).toBe(0);
    const { pool, rounds } = await savedRun(page);
    expect(rounds.filter(({ state }) => state === "complete").length).toBeLessThan(3);
    expect(rounds[0]?.size).toBeLessThan(pool.length);
  });

  it("waits where the link says so; keys start, step, and pause", async () => {
    const page = await open({ hash: "#v=1&autorun=0" });
    expect(await output(page, "step").textContent()).toBe("0");
    await page.keyboard.press(".");
    await expect.poll(() => output(page, "step").textContent(), { timeout: 60_000 }).toBe("1");
    await page.getByRole("button", { name: "Resume" }).waitFor();
    await page.keyboard.press(" ");
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "What is this?" }).waitFor();
  });

  it("does not take keys from somebody who types", async () => {
    const page = await open({ hash: "#v=1&autorun=0" });
    await page.getByRole("combobox", { name: "Statistics at test" }).focus();
    await page.keyboard.press(".");
    // Had that been a step, the one that is meant would be the second.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press(".");
    await page.getByRole("button", { name: "Resume" }).waitFor();
    expect(await output(page, "step").textContent()).toBe("1");
  });

  it("names what a link could not give and keeps the rest", async () => {
    const page = await open({ hash: "#v=1&autorun=0&lr=banana&seed=7" });
    await page.getByText("banana").waitFor();
    await page.getByRole("button", { name: "New seed (now 7)" }).waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect.poll(() => page.getByText("banana").count()).toBe(0);
  });

  it("keeps the link in step with the settings, which a keyboard reaches at once", async () => {
    const page = await open({ hash: "#v=1&autorun=0" });
    await page.getByRole("combobox", { name: "Statistics at test" }).waitFor();
    await page.keyboard.press("Tab");
    const skip = page.getByRole("button", { name: "Skip to the settings" });
    expect((await skip.boundingBox())?.width).toBeGreaterThan(100);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(
      await page.evaluate(() => document.activeElement?.closest(".controls, .controls-closed") !== null),
    ).toBe(true);
    await page.getByRole("combobox", { name: "Statistics at test" }).selectOption("running");
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("bn=running");
  });

  it("has no accessibility violation that axe knows, in light, and in the dark on a narrow screen", async () => {
    const page = await open({ hash: "#v=1&autorun=0&lr=banana" });
    await page.getByRole("application", { name: /^Training loss/ }).waitFor();
    await page.getByRole("img", { name: /^Histogram/ }).waitFor();
    const closed = page.locator("main details:not([open]) > summary");
    for (let left = await closed.count(); left > 0; left--) await closed.first().click();
    for (const { colorScheme, width } of [
      { colorScheme: "light", width: 1440 },
      { colorScheme: "dark", width: 360 },
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      // What lies half under the bar that stays in sight would be too small to press, and is not once it is scrolled.
      await page.evaluate(() => scrollTo(0, 0));
      const { violations } = await axe(page)
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        `${colorScheme}, ${width} pixels`,
      ).toEqual([]);
    }
  });

  it("never scrolls sideways, however wide or narrow", async () => {
    const page = await open({ width: 360, hash: "#v=1&autorun=0" });
    for (const width of [360, 820, 1240, 1900]) {
      await page.setViewportSize({ width, height: 900 });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        `${width} pixels`,
      ).toBeLessThanOrEqual(0);
    }
  });

  it("reads its line charts to the keyboard", async () => {
    const page = await open({ hash: `#v=2&backend=wasm&pool=16&${cheap}` });
    await marked(page, "lab:first-correlation");
    const chart = page.getByRole("application", { name: /^Training loss/ });
    await chart.focus();
    await page.getByText(/^step 1 loss [\d.]+ accuracy [\d.]+ %$/).waitFor();
    await page.keyboard.press("ArrowRight");
    await page.getByText(/^step (?!1 )[\d,]+ loss/).waitFor();
  });

  it("shows the same weights scored both ways when the statistics change", async () => {
    const page = await open({ hash: `#v=2&backend=wasm&pool=16&${cheap}` });
    await marked(page, "lab:first-correlation");
    await page.getByRole("combobox", { name: "Statistics at test" }).selectOption("running");
    const card = page.getByRole("region", { name: "Same weights, scored two ways" });
    for (const side of ["Before: Mini-batch", "After: Tracked in training"]) {
      const region = card.getByRole("region", { name: side });
      await region.getByRole("img", { name: /Scatter of \d\d architectures/ }).waitFor();
      await expect.poll(() => region.textContent()).toMatch(/S-KdT.*Kendall τ/);
    }
    await card.getByRole("button", { name: "hide" }).click();
    await expect.poll(() => card.count()).toBe(0);
  });

  it("takes an experiment back with a second click", async () => {
    // Of those that lead on from what is chosen; others begin a lesson.
    const page = await open({ hash: "#v=1&autorun=0&sched=cosine" });
    const experiment = page.getByRole("button", { name: /^Rank by the loss/ });
    await experiment.click();
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("rankby=loss");
    await experiment.click();
    await expect.poll(() => page.evaluate(() => location.hash)).not.toContain("rankby=");
  });

  it("says what happened when the training thread cannot be loaded", async () => {
    const page = await open({ hash: "#v=1&autorun=0" });
    await page.route("**/lab.worker*", (route) => route.abort());
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("alert").getByText("The training thread was lost again and again").waitFor();
  });
});
