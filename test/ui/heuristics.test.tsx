/** @file Heuristics on the page: their help, their controls, and the reasons why not. */
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Heuristic } from "../../src/core/heuristics/heuristic.ts";
import { defaultsFor, heuristics, heuristicsFor } from "../../src/core/heuristics/index.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { LabContext } from "../../src/ui/LabContext.tsx";
import { HeuristicControl } from "../../src/ui/panels/HeuristicControl.tsx";
import { HeuristicHelp } from "../../src/ui/panels/HeuristicHelp.tsx";
import { openFakeLab } from "../store/fakeLab.ts";

/** Text of a rendered page, without tags; entities as characters. */
const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");

const helpOn = async (heuristic: Heuristic): Promise<string> =>
  renderToString(
    <LabContext value={await openFakeLab("#autorun=0")}>
      <HeuristicHelp heuristic={heuristic} />
    </LabContext>,
  );

describe("the help", () => {
  const help = async (heuristic: Heuristic): Promise<string> => textOf(await helpOn(heuristic));

  it("says of one of the fourteen what is reported and how sure that is", async () => {
    const [first] = heuristics;
    for (const part of [
      "heuristic 1 of the study's 14",
      first.explanation,
      first.finding?.text as string,
      "Direction recalled from the paper with confidence.",
    ])
      expect(await help(first)).toContain(part);
  });

  it("says of the others where they come from", async () => {
    expect(await help(heuristics.find(({ id }) => id === "landmarks") as Heuristic)).toMatch(
      /From .*Landmark Regularization.* Not one of the study's fourteen/,
    );
  });
});

describe.each(spaces)("the controls of $title", (space) => {
  const defaults = defaultsFor(space);
  const offered = heuristicsFor(space);

  it.each(offered.map(({ heuristic, unavailable }) => [heuristic.title, heuristic, unavailable] as const))(
    "%s shows its settings, or why it does not apply",
    (title, heuristic, unavailable) => {
      const html = renderToString(
        <HeuristicControl
          heuristic={heuristic}
          unavailable={unavailable}
          values={defaults}
          defaults={defaults}
          onChange={() => {}}
        />,
      );
      const text = textOf(html);
      expect(text).toContain(title);
      if (unavailable !== undefined) expect(text).toContain(`Not in this space: ${unavailable}`);
      else for (const spec of heuristic.settings) expect(html).toContain(`aria-label="${spec.title}"`);
      expect(html.includes("<input") || html.includes("<select") || html.includes('role="radio')).toBe(
        unavailable === undefined,
      );
    },
  );
});
