/**
 * @file What the drawn super-net costs, on a page that trains: processor time of the browser outside its training threads, and messages
 * between page and training thread, while the drawing is shown and while it is hidden, in turn. Linux.
 *
 *     npm run build && npx vite-node --script scripts/superNetCost.ts [pairs of windows] [seconds of a window] [space]
 */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";
import { preview } from "vite";
import { ensureBrowser } from "../test/setup/findBrowser.ts";

const [pairs = 6, seconds = 15] = process.argv.slice(2, 4).map(Number);
const space = process.argv[4] ?? "nasbench201";
/** Of the clock that the kernel counts processor time in. */
const ticksPerSecond = 100;

interface Counted {
  /** Processor seconds of all threads of the browser but those that train. */
  readonly page: number;
  /** Of those that train. */
  readonly training: number;
  readonly steps: number;
  /** From and to training threads, as the page sees them. */
  readonly messages: number;
}

const statOf = (file: string): { name: string; parent: number; ticks: number } | undefined => {
  try {
    const text = readFileSync(file, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
    return { name, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    // It has ended since it was listed.
    return undefined;
  }
};

/** Processes below one of this script's own, that one included. */
function below(root: number): number[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(all.map((id) => [id, statOf(`/proc/${id}/stat`)?.parent ?? 0]));
  const isBelow = (id: number): boolean => id === root || (id > 1 && isBelow(parents.get(id) ?? 0));
  return all.filter(isBelow);
}

/** Threads of training, and those that clean up its memory. */
const isTraining = /^(DedicatedWorker|ThreadPoolForeg)/;

async function count(page: Page, root: number): Promise<Counted> {
  let [own, training] = [0, 0];
  for (const id of below(root))
    for (const thread of readdirSync(`/proc/${id}/task`)) {
      const stat = statOf(`/proc/${id}/task/${thread}/stat`);
      if (stat && isTraining.test(stat.name)) training += stat.ticks / ticksPerSecond;
      else own += (stat?.ticks ?? 0) / ticksPerSecond;
    }
  const told = await page.evaluate(() => ({
    steps: Number(document.querySelector('output[aria-label="step"]')?.textContent?.replace(/\D/g, "")),
    messages: (globalThis as unknown as { messages: number }).messages,
  }));
  return { page: own, training, ...told };
}

const since = (before: Counted, now: Counted): Counted => ({
  page: (now.page - before.page) / seconds,
  training: (now.training - before.training) / seconds,
  steps: (now.steps - before.steps) / seconds,
  messages: (now.messages - before.messages) / Math.max(1, now.steps - before.steps),
});

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
/** Two standard errors of the mean. */
const halfWidth = (values: readonly number[]): number => {
  const middle = mean(values);
  const squares = values.reduce((sum, one) => sum + (one - middle) ** 2, 0);
  return (2 * Math.sqrt(squares / (values.length - 1))) / Math.sqrt(values.length);
};

const server = await preview({
  build: { outDir: process.env.SITE ?? "dist" },
  preview: { port: 0, host: "localhost" },
  logLevel: "warn",
});
const host = await chromium.launchServer({ executablePath: ensureBrowser(), args: ["--no-sandbox"] });
const browser = await chromium.connect(host.wsEndpoint());
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block" });
await page.addInitScript(() => {
  const counted = globalThis as unknown as { messages: number };
  counted.messages = 0;
  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      this.addEventListener("message", () => counted.messages++);
    }
    override postMessage(...args: unknown[]): void {
      counted.messages++;
      (super.postMessage as (...all: unknown[]) => void)(...args);
    }
  };
});
await page.goto(`${server.resolvedUrls?.local[0]}#v=2&backend=wasm&space=${space}&epochs=100`);
const summary = page.locator("summary", { hasText: "The super-net, drawn" });
await summary.click();
await page.locator(".super-net-heat").first().waitFor({ timeout: 120_000 });
await page.waitForFunction(
  () => Number(document.querySelector('output[aria-label="step"]')?.textContent) > 20,
);
const root = host.process().pid as number;
const windows: Record<"shown" | "hidden", Counted[]> = { shown: [], hidden: [] };
let isShown = true;
for (let window = 0; window < 2 * pairs; window++) {
  // Shown, hidden, hidden, shown, so that what drifts weighs on both alike.
  const wanted = window % 4 === 0 || window % 4 === 3;
  if (wanted !== isShown) await summary.click();
  isShown = wanted;
  // What a click brings with it is over before the window begins: the paths of all steps so far are counted anew.
  await sleep(2000);
  await page.getByText("still counting").waitFor({ state: "detached", timeout: 120_000 });
  await sleep(2000);
  const before = await count(page, root);
  await sleep(1000 * seconds);
  windows[isShown ? "shown" : "hidden"].push(since(before, await count(page, root)));
}
const { shown, hidden } = windows;
const told = (name: keyof Counted, unit: string): void => {
  const [a, b] = [shown.map((one) => one[name]), hidden.map((one) => one[name])];
  const apart = a.map((value, index) => value - (b[index] as number));
  console.log(
    `${name}, ${unit}: ${mean(a).toFixed(3)} shown, ${mean(b).toFixed(3)} hidden, difference ${mean(apart).toFixed(4)} ± ${halfWidth(apart).toFixed(4)}`,
  );
};
told("page", "processor seconds a second outside training threads");
told("training", "processor seconds a second of training threads");
told("steps", "steps a second");
told("messages", "messages a step");
await browser.close();
await host.close();
await server.close();
