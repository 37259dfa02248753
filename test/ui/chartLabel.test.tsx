/** @file Names that are wider than their chart. */
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ChartLabel, fitted } from "../../src/ui/charts/ChartLabel.tsx";

it("shows a name whole where it fits, else as many of its words as fit, and the whole of it to a pointer", () => {
  expect(fitted("Sampler: FairNAS", 200)).toBe("Sampler: FairNAS");
  expect(fitted("Operations on nodes (or placed otherwise): edge", 200)).toBe(
    "Operations on nodes (or placed…",
  );
  expect(fitted("Pneumonoultramicroscopicsilicovolcanoconiosis", 100)).toBe("Pneumonoultram…");
  const drawn = (width: number) =>
    renderToStaticMarkup(
      <svg role="img" aria-label="names">
        <ChartLabel text="one two three four" x={0} y={0} width={width} />
      </svg>,
    );
  expect(drawn(300)).toContain('<text x="0" y="0">one two three four</text>');
  expect(drawn(70)).toContain('<text x="0" y="0"><title>one two three four</title>one two…</text>');
});
