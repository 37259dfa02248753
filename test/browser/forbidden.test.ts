/** @file A browser that forbids what the lab uses: storage, locks, threads, WebAssembly. Each is named when the page opens, and what can go on does. */
import type { BrowserContext } from "playwright-core";
import { expect, it } from "vitest";
import { asksBeforeLeaving, cheap, labBrowser, reached } from "./labPage.ts";

const lab = labBrowser();
const soon = { timeout: 60_000 };
const hash = `#v=2&${cheap}&pool=8&backend=wasm`;

type Forbidden = "storage" | "locks" | "threads";

const forbid = (context: BrowserContext, what: Forbidden) =>
  context.addInitScript((forbidden: Forbidden) => {
    const refuse = (): never => {
      throw new DOMException(`${forbidden} denied by the test`, "SecurityError");
    };
    if (forbidden === "storage") {
      for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(window, name, { get: refuse });
      IDBFactory.prototype.open = refuse;
      CacheStorage.prototype.open = () => Promise.reject(new DOMException("denied", "SecurityError"));
    } else if (forbidden === "locks") {
      LockManager.prototype.request = () => Promise.reject(new DOMException("denied", "SecurityError"));
      LockManager.prototype.query = () => Promise.reject(new DOMException("denied", "SecurityError"));
    } else globalThis.Worker = new Proxy(Worker, { construct: refuse });
  }, what);

it("storage: named before anything is trained; training goes on, and the page asks before it is left", async () => {
  const page = await lab.open({
    hash: `${hash}&autorun=0`,
    prepare: (context) => forbid(context, "storage"),
  });
  await page.getByText(/This browser keeps no runs \(.*storage denied/).waitFor(soon);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await reached(page, 1, soon);
  expect(await asksBeforeLeaving(page)).toBe(true);
});

it("locks: named, and runs are kept all the same; a page that keeps them does not ask", async () => {
  const page = await lab.open({ hash, prepare: (context) => forbid(context, "locks") });
  await page.getByText("does not tell tabs apart").waitFor(soon);
  expect(await page.getByText("This browser keeps no runs").count()).toBe(0);
  await reached(page, 1, soon);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  expect(await asksBeforeLeaving(page)).toBe(false);
});

it("threads: named with what to do, for training and for files", async () => {
  const page = await lab.open({ hash, prepare: (context) => forbid(context, "threads") });
  await page.getByRole("alert").getByText("threads denied by the test").first().waitFor(soon);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["arch,test_acc\n"], "own.csv"));
    document.body.dispatchEvent(
      new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
    );
  });
  await page.getByText(/own\.csv cannot be opened: .*threads denied/).waitFor(soon);
});

it("WebAssembly and graphics: the page says that nothing can train, and why", async () => {
  const without =
    "delete self.WebAssembly; delete WorkerNavigator.prototype.gpu; self.OffscreenCanvas = undefined;";
  const page = await lab.open({
    hash: `#v=2&${cheap}&pool=8`,
    prepare: (context) =>
      context.route(/\/lab\.worker-[^/]+\.js$/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${without}${await response.text()}` });
      }),
  });
  const card = page.getByRole("alert").filter({ hasText: "This browser cannot train here" });
  await card.waitFor(soon);
  expect(await card.textContent()).toMatch(/wasm: [^;]*WebAssembly/);
});
