/** @file Citations: each address can be followed from the words before it, and none takes punctuation along. */
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Source } from "../../src/ui/panels/HeuristicHelp.tsx";

const linksOf = (text: string): (readonly [string, string])[] =>
  [...renderToStaticMarkup(<Source text={text} />).matchAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g)].map(
    ([, address = "", words = ""]) => [address, words],
  );
const shown = (text: string): string => renderToStaticMarkup(<Source text={text} />).replace(/<[^>]*>/g, "");

it("links every work to its own address", () => {
  const text = "One, ICLR 2017, https://a.example/1; Two, ICML 2018, https://a.example/2.3.";
  expect(linksOf(text)).toEqual([
    ["https://a.example/1", "One, ICLR 2017"],
    ["https://a.example/2.3", "Two, ICML 2018"],
  ]);
  expect(shown(text)).toBe("One, ICLR 2017; Two, ICML 2018.");
});

it("keeps what stands behind the last address, and a source without any", () => {
  expect(shown("Loss: One (2021, https://a.example/1), who average outputs")).toBe(
    "Loss: One (2021), who average outputs",
  );
  expect(shown("A study")).toBe("A study.");
});
