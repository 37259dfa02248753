/** @file The panel of the table that judges, where there is nothing to tell of it yet. */
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { LabContext } from "../../src/ui/LabContext.tsx";
import GroundTruthPanel from "../../src/ui/panels/GroundTruthPanel.tsx";
import { openFakeLab, shippedText } from "../store/fakeLab.ts";

it("does not say that no table judges a run that has not begun", async () => {
  const lab = await openFakeLab("#autorun=0", shippedText);
  const state = lab.store.getState();
  expect(state.run).toBeUndefined();
  const store = { ...lab.store, getInitialState: () => state };
  const html = renderToString(
    <LabContext value={{ ...lab, store }}>
      <GroundTruthPanel />
    </LabContext>,
  );
  expect(html).toContain("The run has not begun");
  expect(html).not.toContain("nothing to tell");
});
