/** @file From one entry of the list of search algorithms to the page, the terminal and the help. */
import { Command } from "commander";
import { renderToString } from "react-dom/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { defineSearchAlgorithm, wholeNumber } from "../../src/core/search/algorithm.ts";
import { type AnySearchAlgorithm, searchAlgorithms } from "../../src/core/search/index.ts";
import { draw } from "../../src/core/search/proposals.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import { tasksOf } from "../../src/headless/search/asked.ts";
import { addSearchCommand } from "../../src/headless/search/command.ts";
import { AlgorithmHelp } from "../../src/ui/help/AlgorithmHelp.tsx";
import FieldMap from "../../src/ui/help/FieldMap.tsx";
import { LabContext } from "../../src/ui/LabContext.tsx";
import SearchPanel from "../../src/ui/panels/SearchPanel.tsx";
import { openFakeLab } from "../store/fakeLab.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const textOf = (html: string): string => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

describe("a made-up algorithm", () => {
  // All there is to it.
  const madeUp = defineSearchAlgorithm({
    id: "dowsing",
    title: "Search by dowsing",
    strategy: "random search",
    explanation: "Walks over the space with a forked stick. People made it up for this test.",
    origin: "Nobody, On Sticks, https://example.org",
    fidelity: "The stick is left out.",
    settings: [wholeNumber("prongs", "Prongs of the stick", 2, [1, 9])],
    unavailable: ({ traits }) => (traits === spaces[1].traits ? "sticks do not float there" : undefined),
    *search(problem) {
      for (;;) yield { architecture: draw(problem) };
    },
  });
  const algorithms: readonly AnySearchAlgorithm[] = [...searchAlgorithms, madeUp];

  it("is on the page, or why it does not apply", async () => {
    const panel = async (hash: string): Promise<string> =>
      textOf(
        renderToString(
          <LabContext value={await openFakeLab(hash)}>
            <SearchPanel algorithms={algorithms} />
          </LabContext>,
        ),
      );
    const shown = await panel("#autorun=0");
    expect(shown).toContain(madeUp.title);
    expect(shown).not.toContain("sticks do not float");
    const elsewhere = await panel(`#v=2&autorun=0&space=${spaces[1].id}`);
    expect(elsewhere).toContain(`Not in this space: ${madeUp.title} , since sticks do not float there`);
  });

  it("is in the terminal: in its help, by --algorithms and by --algorithm-set", () => {
    let help = "";
    const program = new Command("lab").configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
    addSearchCommand(program, algorithms);
    program.commands[0]!.outputHelp();
    expect(help).toContain("dowsing prongs=2");
    const asked = { algorithms: "random,dowsing", seeds: "1", budget: 5, algorithmSet: ["dowsing.prongs=3"] };
    const tasks = tasksOf(asked, spaces[0], algorithms);
    expect(tasks.map(({ algorithm, settings }) => [algorithm.id, settings])).toEqual([
      ["random", {}],
      ["dowsing", { prongs: 3 }],
    ]);
    expect(() => tasksOf(asked, spaces[1], algorithms)).toThrow(/dowsing does not apply .* do not float/);
    expect(() => tasksOf({ ...asked, algorithms: "dowsin" }, spaces[0], algorithms)).toThrow(/mean dowsing/);
  });

  it("is in the map of the field, with its help", async () => {
    const map = renderToString(
      <LabContext value={await openFakeLab("#autorun=0")}>
        <FieldMap onClose={() => {}} onHelp={() => {}} algorithms={algorithms} />
      </LabContext>,
    );
    expect(textOf(map)).toContain(madeUp.title);
    const help = textOf(renderToString(<AlgorithmHelp algorithm={madeUp} />));
    for (const part of [madeUp.explanation, madeUp.fidelity, "Prongs of the stick: 2"])
      expect(help).toContain(part);
  });
});
