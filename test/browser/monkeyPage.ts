/** @file A hand that does anything to the real page, seeded, and what the page and its training thread say of each other. */
import type { ElementHandle, Page } from "playwright-core";
import type { Random } from "../../src/core/random.ts";
import type { RunConfig } from "../../src/core/run.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { marked } from "./labPage.ts";

/** What the training thread answers of a run that it was told to begin and not to end. */
interface LiveRun {
  readonly step: number;
  readonly config: RunConfig;
  readonly rounds: number;
}

interface Spied {
  spiedThread: { ask(): Promise<LiveRun[]> };
}

/** Runs in the page before its scripts: keeps the training thread, and what it was told, within reach. */
export function spyOnThread(): void {
  const Native = Worker;
  const live = new Set<string>();
  let thread: Worker | undefined;
  let asked: { waiting: Set<string>; found: LiveRun[]; done: (found: LiveRun[]) => void } | undefined;
  const onCheckpoint = (run: string, found?: LiveRun): void => {
    if (!asked?.waiting.delete(run)) return;
    if (found) asked.found.push(found);
    if (asked.waiting.size === 0) asked.done(asked.found);
  };
  globalThis.Worker = class extends Native {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name !== "super-net training") return;
      thread = this;
      live.clear();
      this.addEventListener("message", ({ data }) => {
        if (data.type === "checkpoint") {
          const { step, config, scoring } = data.checkpoint;
          onCheckpoint(data.run, { step, config, rounds: scoring.begunInAll });
        } else if (data.type === "noCheckpoint") onCheckpoint(data.run);
      });
    }
    override postMessage(message: { type: string; run: string }): void {
      super.postMessage(message);
      if (message.type === "start" || message.type === "startFrom") live.add(message.run);
      if (message.type === "end") live.delete(message.run);
    }
  };
  (globalThis as unknown as Spied).spiedThread = {
    ask: () =>
      new Promise((done) => {
        if (live.size === 0) return done([]);
        // One that ended meanwhile gives no answer.
        setTimeout(() => done(asked?.found ?? []), 20_000);
        asked = { waiting: new Set(live), found: [], done };
        for (const run of live) thread?.postMessage({ type: "checkpoint", run });
      }),
  };
}

export const liveRuns = (page: Page): Promise<LiveRun[]> =>
  page.evaluate(() => (globalThis as unknown as Spied).spiedThread.ask());

/** What makes a step or a score so long that a wait for it says nothing, and what leaves the lab. */
const left =
  /channels|cells|batch|paths|images|backend|^use$|wider|width|size|copy|full screen|data set|multiplier|epochs|link/i;

/** Of many buttons in one picture, the one that the tab key reaches. */
const controls = 'button, summary, input, select, [role=button]:not([tabindex="-1"])';

/** Any control that could be used now: in an open dialog only those in it. */
async function anyControl(page: Page, random: Random): Promise<ElementHandle<HTMLElement> | undefined> {
  const handle = await page.evaluateHandle(
    ([selector, excluded, at]) => {
      const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
      const name = (element: Element): string =>
        [
          element.getAttribute("aria-label"),
          (element as HTMLInputElement).labels?.[0]?.textContent,
          element.closest("fieldset, label, .setting")?.textContent?.slice(0, 60),
          element.textContent?.slice(0, 60),
        ].join(" ");
      const usable = [...(dialog ?? document).querySelectorAll<HTMLElement>(selector)].filter(
        (element) =>
          element.checkVisibility() &&
          !element.matches(":disabled, [type=file], [popover]:not(:popover-open) *") &&
          !new RegExp(excluded, "i").test(name(element)),
      );
      return usable[Math.floor(at * usable.length)];
    },
    [controls, left.source, random.next()] as const,
  );
  return handle.asElement() as ElementHandle<HTMLElement> | undefined;
}

async function use(control: ElementHandle<HTMLElement>, random: Random): Promise<string> {
  const [tag, type, said] = await control.evaluate((element) => [
    element.tagName,
    element.getAttribute("type"),
    (element.getAttribute("aria-label") ?? element.textContent ?? "").slice(0, 40),
  ]);
  if (tag === "SELECT") {
    const values = await control.evaluate((element) =>
      [...(element as HTMLSelectElement).options].map(({ value }) => value),
    );
    const value = values[random.below(values.length)] ?? "";
    await control.selectOption(value, { timeout: 2000 });
    return `${said}: ${value}`;
  }
  if (type === "range") {
    const key = ["ArrowRight", "ArrowLeft", "Home", "End"][random.below(4)] as string;
    await control.press(key, { timeout: 2000 });
    return `${said} ${key}`;
  }
  if (type === "text" || type === "number" || type === "search") {
    await control.fill(String(random.below(100)), { timeout: 2000 });
    await control.press("Enter", { timeout: 2000 });
    return `${said} typed`;
  }
  // What is drawn has no click of its own.
  await control.evaluate((element) =>
    element instanceof HTMLElement
      ? element.click()
      : (element as Element).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })),
  );
  return said ?? "";
}

const files: readonly (readonly [string, string])[] = [
  ["photo.json", '{"a": [1, 2'],
  ["empty.csv", ""],
  ["own.csv", "arch,test_acc\n|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|skip_connect~2|,0.9"],
  ["binary.bin", "\u0000\u0001\u0002\u0003".repeat(200)],
];

/** Drops files on the page, as a file manager does. */
async function drop(page: Page, dropped: readonly (readonly [string, string])[]): Promise<void> {
  await page.evaluate((all) => {
    const data = new DataTransfer();
    for (const [name, text] of all) data.items.add(new File([text], name));
    for (const type of ["dragover", "drop"])
      document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }),
      );
  }, dropped);
}

const keys = [" ", ".", "r", "Shift+R", "?", "Escape", "Tab", "Enter"];

/** One thing that a user can do; says what it did. */
export async function actOnPage(page: Page, random: Random, cheap: string): Promise<string> {
  const dice = random.below(100);
  const pick = <T>(all: readonly T[]): T => all[random.below(all.length)] as T;
  if (dice < 8) {
    const key = pick(keys);
    await page.keyboard.press(key);
    return `key ${key}`;
  }
  if (dice < 14) {
    const broken = random.below(4) === 0 ? "&lr=x&space=nowhere&hide=foo" : "";
    const hash = `#v=2&${cheap}&seed=${random.below(9)}&space=${pick(spaces).id}${broken}`;
    await page.evaluate((next) => {
      location.hash = next;
    }, hash);
    return `link ${hash}`;
  }
  if (dice < 18) {
    const dropped = Array.from({ length: 1 + random.below(3) }, () => pick(files));
    await drop(page, dropped);
    return `drop ${dropped.map(([name]) => name).join()}`;
  }
  if (dice < 19) {
    await page.reload();
    await marked(page, "lab:interactive");
    return "reload";
  }
  const control = await anyControl(page, random);
  if (!control) return "nothing to use";
  try {
    return await use(control, random);
  } catch (error) {
    // It went away, or was covered, before it could be used: so it goes for users, too.
    if (error instanceof Error && /Timeout|detached|not attached|not visible/.test(error.message))
      return "too late";
    throw error;
  } finally {
    await control.dispose();
  }
}
