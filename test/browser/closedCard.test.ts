/** @file A card that is closed keeps what was set in it, and hears of nothing until it is opened again. */
import { expect, it } from "vitest";
import { cheap, labBrowser } from "./labPage.ts";

const lab = labBrowser();

it("the algorithms that were chosen are still chosen when the card is opened again", async () => {
  const page = await lab.open({ hash: `#v=2&${cheap}&pool=8&backend=wasm&autorun=0` });
  const card = page.locator("summary", { hasText: "Search on this super-net" });
  await card.click();
  const box = page.getByRole("checkbox", { name: "Random search" });
  await box.uncheck();
  await card.click();
  await box.waitFor({ state: "hidden" });
  await card.click();
  await box.waitFor({ state: "visible" });
  expect(await box.isChecked()).toBe(false);
});
