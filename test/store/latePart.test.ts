/** @file What is loaded when it is first asked for: named where it does not come, and asked for again. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createLatePart } from "../../src/store/latePart.ts";
import { openFakeLab, tableText } from "./fakeLab.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A site that answers or not; the page came from it with this script, which it has or not. */
const site = (answer: () => Promise<Response>): void => {
  vi.stubGlobal("document", {
    baseURI: "http://lab.test/",
    querySelector: () => ({ src: "http://lab.test/assets/index-1.js" }),
  });
  vi.stubGlobal("fetch", (address: string, { method }: RequestInit) =>
    address.endsWith("index-1.js") && method === "HEAD" ? answer() : Promise.reject(new Error(address)),
  );
};

async function partOf(load: () => Promise<string>) {
  const { store } = await openFakeLab();
  const update = vi.fn(({ warnings }) => warnings);
  const part = createLatePart({
    ...{ store: { ...store, update, updateRun() {} }, what: "The files could not be opened" },
    ...{ load, make: (code) => ({ code }) },
  });
  return { part, told: () => update.mock.results.flatMap(({ value }) => value) };
}

it("that never comes is named before 20 seconds are over, and comes when asked for again", async () => {
  let isSilent = true;
  const { part, told } = await partOf(() => (isSilent ? new Promise(() => {}) : Promise.resolve("it")));
  site(async () => new Response(undefined, { headers: { "content-type": "text/javascript" } }));
  const given = part.with(({ code }) => code);
  await vi.advanceTimersByTimeAsync(19_999);
  expect(await given).toBeUndefined();
  expect(told()).toEqual(["The files could not be opened: the site has not answered for 12 seconds"]);
  isSilent = false;
  expect(await part.with(({ code }) => code)).toBe("it");
});

it("that cannot come says why where that is known; preloading it says nothing", async () => {
  const load = vi.fn(() => Promise.reject(new TypeError("Failed to fetch dynamically imported module")));
  const { part, told } = await partOf(load);
  site(() => Promise.reject(new TypeError("Failed to fetch")));
  part.preload();
  await vi.advanceTimersByTimeAsync(0);
  expect(told()).toEqual([]);
  await part.with(() => {});
  site(async () => new Response(undefined, { status: 404 }));
  await part.with(() => {});
  // A server for single-page sites has the page for what it does not have.
  site(async () => new Response(undefined, { headers: { "content-type": "text/html" } }));
  await part.with(() => {});
  expect(load).toHaveBeenCalledTimes(4);
  expect(told().map((text) => text.slice(0, 60))).toEqual([
    "The files could not be opened: there is no connection to the",
    "The files could not be opened: a new version of the lab was ",
    "The files could not be opened: a new version of the lab was ",
  ]);
});

it("stays what it is where the work with it fails", async () => {
  const load = vi.fn(async () => "it");
  const { part, told } = await partOf(load);
  const fail = () => {
    throw new Error("a full disk");
  };
  expect(await part.with(fail)).toBeUndefined();
  expect(await part.with(({ code }) => code)).toBe("it");
  expect(load).toHaveBeenCalledTimes(1);
  expect(told()).toEqual(["The files could not be opened: a full disk"]);
});

it("of the lab's own is fetched in advance, and does nothing until it is asked for", async () => {
  const lab = await openFakeLab();
  const before = lab.store.getState();
  lab.preload();
  await vi.dynamicImportSettled();
  expect(lab.store.getState()).toBe(before);
  vi.useRealTimers();
  await lab.open(["own.json", tableText]);
  expect(lab.store.getState().imports).toHaveLength(1);
});
