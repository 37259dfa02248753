/** @file What can happen to a run on the page: it diverges, loses its GPU, is changed while it trains. Nothing measured is lost. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { roundScores, shownRound } from "../../src/core/rounds.ts";
import type { Run } from "../../src/core/runState.ts";
import { cheap, labBrowser, output, pause, reached, savedOnce, savedRun, stepOf } from "./labPage.ts";

const lab = labBrowser();
const { open } = lab;

const slider = (page: Page, name: string) => page.getByRole("slider", { name, exact: true });

/** All that was measured before is still there, in its place. */
function expectKept(before: Run, after: Run): void {
  expect(after.scores.toArray().slice(0, before.scores.length)).toEqual(before.scores.toArray());
  expect(after.points.toArray().slice(0, before.points.length)).toEqual(before.points.toArray());
}

describe("a loss that diverges", () => {
  it("ends the run by name with the last good weights; a lower rate makes it go on, a restart begins anew", async () => {
    const page = await open({
      hash: `#v=1&backend=wasm&pool=16&${cheap}&lr=1&clip=0&mom=0.99&wd=0.1`,
    });
    await reached(page, 50);
    const before = await savedRun(page);
    const alert = page.getByRole("alert");
    await alert.getByText(/^Training diverged before step \d+: /).waitFor({ timeout: 120_000 });
    const told = (await alert.textContent()) ?? "";
    expect(told).toContain("Lower the learning rate, or switch gradient clipping on");
    const kept = Number(/The weights of step (\d+) are kept/.exec(told)?.[1]);

    const failed = await savedRun(page);
    expect(failed).toMatchObject({ status: "failed", failure: { kind: "diverged" } });
    expectKept(before, failed);
    expect(failed.points.toArray().every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(failed.scores.toArray().every(({ accuracy }) => Number.isFinite(accuracy))).toBe(true);

    await slider(page, "Learning rate").press("Home");
    await expect.poll(() => alert.count()).toBe(0);
    await reached(page, kept + 1);
    await pause(page);
    const onward = await savedRun(page);
    expectKept(failed, onward);
    expect(onward.changes).toEqual([{ step: kept, key: "lr", from: 1, to: 0.001, effect: "nextStep" }]);
    const first = onward.points.at(failed.points.length);
    expect(first?.step).toBeGreaterThan(kept);
    expect(first?.loss).toBeLessThan(20);

    await page.getByRole("button", { name: "Restart with the same seed" }).click();
    await savedOnce(page, ({ changes, scores }) => changes.length === 0 && scores.length > 0);
  });
});

describe("a GPU that is lost", () => {
  it("leaves the run to a new device, and after another loss to any that works, from the last snapshot on", async () => {
    const page = await open({ hash: `#v=1&backend=webgpu&pool=8&scoreshare=0.05&${cheap}` });
    const session = await lab.browser.newBrowserCDPSession();
    // Past the first snapshot, which is taken after 200 steps at the latest.
    await reached(page, 200);
    const before = await savedRun(page);
    expect(before.backend).toBe("WebGPU");

    await session.send("Browser.crashGpuProcess");
    await page.getByText(/^The device was lost \(.+\); training went on with \w+ from step \d+\.$/).waitFor();
    const recovered = await savedRun(page);
    expectKept(before, recovered);
    const [recovery] = recovered.recoveries;
    expect(recovery?.step).toBeGreaterThan(0);
    await reached(page, (recovery?.step ?? 0) + 5);

    await session.send("Browser.crashGpuProcess");
    const again = await savedOnce(page, ({ recoveries }) => recoveries.length === 2);
    expectKept(recovered, again);
    await reached(page, (again.recoveries[1]?.step ?? 0) + 5);
    expect(await page.getByRole("alert").count()).toBe(0);
  });
});

describe("a setting changed while the run is on", () => {
  it("at once: the run goes on, marked in the chart and in the file", async () => {
    const page = await open({ hash: `#v=1&backend=wasm&pool=16&${cheap}` });
    await reached(page, 20);
    await slider(page, "Learning rate").press("ArrowRight");
    const chart = page.getByRole("application", { name: /^S-KdT over training/ });
    await chart.getByText("Learning rate: 0.1", { exact: true }).waitFor();
    const run = await savedRun(page);
    expect(run.changes).toMatchObject([{ key: "lr", from: 0.05, to: 0.1, effect: "nextStep" }]);
    const at = run.changes[0]?.step ?? 0;
    expect(at).toBeGreaterThan(0);
    expect(run.points.at(0)?.step).toBe(1);
    await reached(page, at + 20);
    await pause(page);
    const rates = (await savedRun(page)).points.toArray();
    expect(rates.filter(({ step }) => step <= at).every(({ learningRate }) => learningRate <= 0.05)).toBe(
      true,
    );
    expect(rates.at(-1)?.learningRate).toBeGreaterThan(0.05);
  });

  it("of another network: a new run begins, the old one stays in the charts as the baseline", async () => {
    const page = await open({ hash: `#v=1&backend=wasm&pool=32&${cheap}` });
    // A line takes two points.
    await savedOnce(page, ({ rounds }) => rounds.filter(({ state }) => state === "complete").length > 1);
    await page.locator("summary").filter({ hasText: "Low fidelity" }).click();
    await slider(page, "Channels of the first stage").press("ArrowRight");
    await page.getByText("Grey dashes: the baseline run").waitFor();
    await expect.poll(() => page.evaluate(() => location.hash)).not.toContain("channels=4");
    for (const name of [/^S-KdT over training/, /^Training loss/])
      await page
        .getByRole("application", { name })
        .locator('path.recharts-curve[stroke="var(--baseline)"]')
        .waitFor({ state: "attached" });
    await reached(page, 20);
    await pause(page);
    const run = await savedRun(page);
    expect(run.changes).toEqual([]);
    expect(run.points.at(0)?.step).toBe(1);
    expect(run.config.settings.channels).toBeUndefined();
  });

  it("of the statistics in a pause: the same weights are scored anew at once", async () => {
    const page = await open({ hash: `#v=1&backend=wasm&pool=16&${cheap}` });
    await reached(page, 100);
    await pause(page);
    const step = await stepOf(page);
    // A pause completes a round on the present weights.
    const isScored = (run: Run): boolean => run.rounds[shownRound(run) ?? -1]?.step === step;
    const before = await savedOnce(page, isScored);
    await page.getByRole("combobox", { name: "Statistics at test" }).selectOption("running");
    await page.getByRole("region", { name: "Same weights, scored two ways" }).waitFor();
    const isRescored = (run: Run): boolean => run.rounds[shownRound(run) ?? -1]?.rules?.norm === "running";
    const after = await savedOnce(page, isRescored);
    expectKept(before, after);
    const number = shownRound(after) as number;
    expect(after.rounds[number]).toMatchObject({ step, size: 16, pairedWith: shownRound(before) });
    expect(roundScores(after, number).filter(Boolean)).toHaveLength(16);
    expect(Number(await output(page, "step").textContent())).toBe(step);
    await page.getByRole("button", { name: "Resume" }).waitFor();
  });
});
