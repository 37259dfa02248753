/** @file The lab's page in a real browser, as the tests open it, wait for it, read it, and exchange files with it. */
import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { importRun } from "../../src/core/readRun.ts";
import type { Run } from "../../src/core/runState.ts";

/**
 * What Playwright switches off, which a list of our own replaces, and the pages behind the address bar: two more for every window, which
 * cost as much as the lab's own.
 */
const withoutFeatures = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
];

export const flags = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  // Half of what a processor that plays a GPU compiles; `parity.test.ts` has all of it.
  "--enable-dawn-features=disable_robustness,disable_polyfills_on_integer_div_and_mod",
  `--disable-features=${withoutFeatures.join()}`,
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Settings that make a step and a score cheap; what they do to the ranking is of no concern. */
export const cheap = "bs=8&paths=1&channels=4&evalimages=50";

/** A step within seconds on two cores, and some more where others use them, too. */
export const timeLimit = { timeout: 180_000 };

/**
 * How long a fault may stay unnamed: 20 seconds for a user, which unit tests hold on the lab's own clock. A busy machine stretches them, so
 * that FAULTS_SECONDS sets another limit than the usual one; 20 on a calm machine.
 */
export const faultLimit = (usualSeconds: number): { readonly timeout: number } => ({
  timeout: 1000 * Number(process.env.FAULTS_SECONDS ?? usualSeconds),
});

interface View {
  readonly hash?: string;
  readonly width?: number;
  readonly dark?: boolean;
  /** Before the page is asked for. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

interface LabBrowser {
  open(view?: View): Promise<Page>;
  readonly browser: Browser;
}

/**
 * A browser for the tests of one file; each test must end without an error that nobody caught.
 * @param isShared pages stay open from one test to the next
 */
export function labBrowser({ isShared = false } = {}): LabBrowser {
  let browser: Browser | undefined;
  const errors: string[] = [];
  const running = (): Browser => {
    if (!browser) throw new Error("the browser is there once the tests run");
    return browser;
  };
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject("browser"), args: flags });
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    if (!isShared) for (const context of running().contexts()) await context.close();
    expect(errors.splice(0)).toEqual([]);
  });
  return {
    get browser() {
      return running();
    },
    async open({ hash = "", width = 1440, dark = false, prepare } = {}) {
      const context = await running().newContext({
        viewport: { width, height: 900 },
        colorScheme: dark ? "dark" : "light",
        // What comes from the server, and what does not, is what these tests decide.
        serviceWorkers: "block",
      });
      await prepare?.(context);
      const page = await context.newPage();
      // A busy machine takes its time; a test waits for what is there, not for how fast it comes.
      page.setDefaultTimeout(120_000);
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(`${inject("address")}${hash}`);
      await marked(page, "lab:interactive");
      return page;
    },
  };
}

/** Looks for what keeps people out; only of what is wrong does it say where. */
export const axe = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).options({ resultTypes: ["violations"] });

export async function marked(page: Page, name: string): Promise<void> {
  await page.waitForFunction((mark) => performance.getEntriesByName(mark).length > 0, name, {
    timeout: 120_000,
  });
}

export const output = (page: Page, name: string): Locator => page.getByRole("status", { name, exact: true });

export const stepOf = async (page: Page): Promise<number> => Number(await output(page, "step").textContent());

/** Waits until training has come to `step`, `timeout` milliseconds at most. */
export async function reached(page: Page, step: number, { timeout } = timeLimit): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout }).toBeGreaterThanOrEqual(step);
}

/** Pauses, and waits until the training thread has done so. */
export async function pause(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("button", { name: "Resume" }).waitFor();
  await savedOnce(page, ({ status }) => status === "paused");
}

/** Opens a file the way a user does. */
export async function openFile(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page
    .getByLabel("Open a run or table", { exact: true })
    .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
}

/** The text of a file that the page hands out. What goes wrong with it leaves no dialog over the page. */
export async function savedText(page: Page, kind: "Scores (CSV)" | "Run (JSON)"): Promise<string> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  try {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: kind }).click(),
    ]);
    return await readFile(await file.path(), "utf8");
  } finally {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Share & export" }).waitFor({ state: "detached" });
  }
}

/** The run as the page exports it. */
export async function savedRun(page: Page): Promise<Run> {
  const read = importRun(await savedText(page, "Run (JSON)"));
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

/** The run as soon as it is as told. Unlike a poll it stops at the first thing that goes wrong with the page. */
export async function savedOnce(page: Page, isReady: (run: Run) => boolean): Promise<Run> {
  for (;;) {
    const run = await savedRun(page);
    if (isReady(run)) return run;
    // Writing the run takes the processor from the training that is waited for.
    await page.waitForTimeout(250);
  }
}

/** Whether the page asks before it is left. */
export async function asksBeforeLeaving(page: Page): Promise<boolean> {
  const asked = page.waitForEvent("dialog").then(async (dialog) => {
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    return true;
  });
  // Whichever comes first is the answer; the other never does, or with the end of the browser.
  asked.catch(() => {});
  const left = page.waitForEvent("close").then(() => false);
  left.catch(() => {});
  await page.close({ runBeforeUnload: true });
  return Promise.race([asked, left]);
}
