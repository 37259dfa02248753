/** @file A browser that gives the lab no more room: what was kept first makes room for what is measured now. */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { cheap, labBrowser, reached } from "./labPage.ts";

const lab = labBrowser();

/** Ids of what is kept of runs; with a size a run of that many bytes is kept before. */
const kept = (page: Page, bytes?: number): Promise<string[]> =>
  page.evaluate(async (size) => {
    const open = indexedDB.open("super-net-lab");
    await new Promise((resolve) => open.addEventListener("success", resolve));
    const runs = open.result.transaction("runs", "readwrite").objectStore("runs");
    const checkpoint = size && crypto.getRandomValues(new Uint8Array(65_536));
    if (checkpoint)
      runs.put({
        ...{ id: "old", tab: "closed", isActive: false, isPaused: true, run: "{}", savedAt: 1 },
        checkpoint: new Uint8Array(size).map((_, index) => checkpoint[(index * 7) % 65_536] ?? 0),
      });
    const asked = runs.getAllKeys();
    await new Promise((resolve) => runs.transaction.addEventListener("complete", resolve));
    open.result.close();
    return asked.result.map(String);
  }, bytes);

it("gives up the oldest run for what is measured now, says where that is not enough, and keeps runs again once there is room", async () => {
  const page = await lab.open({ hash: `#v=2&${cheap}&epochs=50&pool=16&backend=wasm` });
  await reached(page, 3);
  await expect.poll(() => kept(page)).toHaveLength(1);
  expect(await kept(page, 6 * 2 ** 20)).toContain("old");
  const cdp = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await cdp.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  const note = page.getByText("This browser keeps no runs");
  await note.waitFor();
  expect(await kept(page)).not.toContain("old");
  await cdp.send("Storage.overrideQuotaForOrigin", { origin });
  await note.waitFor({ state: "detached" });
  expect(await kept(page)).toHaveLength(1);
});
