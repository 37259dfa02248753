/** @file Where further seeds of a run are offered. */
import { renderToString } from "react-dom/server";
import { afterEach, expect, it, vi } from "vitest";
import type { RunConfig } from "../../src/core/run.ts";
import { LabContext } from "../../src/ui/LabContext.tsx";
import { MoreSeeds } from "../../src/ui/panels/RunMenu.tsx";
import { openFakeLab } from "../store/fakeLab.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

it("offers further seeds of a run where the present table judges it: of its space and its images", async () => {
  const lab = await openFakeLab();
  const [entry] = lab.store.getState().runs;
  if (!entry) throw new Error("no run");
  const shown = (other: Partial<RunConfig>): string => {
    const config = { ...entry.run.config, ...other };
    return renderToString(
      <LabContext value={lab}>
        <MoreSeeds entry={{ ...entry, run: { ...entry.run, config } }} name="A" />
      </LabContext>,
    );
  };
  expect(shown({})).toContain("+2 seeds");
  expect(shown({ dataset: "another" })).toBe("");
  expect(shown({ space: "another" })).toBe("");
});
