/** @file A study's results as a page that needs no server and no network: one file with its style, tables and a drawing of the effects. */
import { printSetting } from "../../core/settings.ts";
import { spaceById } from "../../core/spaces/index.ts";
import type { Effect } from "../../core/study/effects.ts";
import { introductionOf, type Report } from "./report.ts";
import { signed, tablesOf } from "./reportTables.ts";

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin-bottom: 2rem; }
th, td { padding: 0.25rem 0.75rem; text-align: right; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
th:first-child, td:first-child { text-align: left; }
svg { max-width: 100%; height: auto; font: 13px system-ui, sans-serif; }
svg text { fill: currentColor; } svg line { stroke: currentColor; }
svg .zero { stroke-opacity: 0.4; } svg .unclear { opacity: 0.55; }
code { overflow-wrap: anywhere; }`;

export function reportPage(report: Report): string {
  const { study, configurations } = report;
  const title = `Study in ${spaceById(study.plan.base.space)?.title ?? study.plan.base.space}`;
  const tables = tablesOf(report).map(
    ({ title: heading, head, rows }) =>
      `<h2>${escaped(heading)}</h2>${heading === "Effects" ? drawing(report.effects) : ""}
<div class="wide"><table><thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join("")}</tr></thead><tbody>
${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`).join("\n")}
</tbody></table></div>`,
  );
  const links = configurations.map(({ link }) => `<li><code>${escaped(link)}</code></li>`).join("\n");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head><body>
<h1>${escaped(title)}</h1>
${introductionOf(report)
  .map((line) => `<p>${escaped(line)}</p>`)
  .join("\n")}
${tables.join("\n")}
<h2>Links</h2><p>Behind the address of the lab each opens the configuration, with its first seed, in the order of the table.</p>
<ol>${links}</ol>
</body></html>
`;
}

const size = { width: 760, row: 24, names: 250, numbers: 90 } as const;

/** Difference in S-KdT of each option, with its interval, around a line at zero. */
function drawing(effects: readonly Effect[]): string {
  const ends = effects.flatMap(({ difference, interval }) => [difference ?? 0, ...(interval ?? [])]);
  const most = Math.max(0.01, ...ends.map(Math.abs));
  const middle = (size.names + size.width - size.numbers) / 2;
  const x = (value: number): string =>
    (middle + (value / most) * (size.width - size.numbers - size.names - 20) * 0.5).toFixed(1);
  const height = effects.length * size.row + 8;
  const rows = effects.map(({ key, value, difference, interval }, index) => {
    const y = index * size.row + size.row / 2 + 4;
    const name = escaped(`${key} ${printSetting(value)}`);
    const isClear = interval !== null && (interval[0] > 0 || interval[1] < 0);
    const marks =
      difference === null
        ? ""
        : `${interval ? `<line x1="${x(interval[0])}" x2="${x(interval[1])}" y1="${y}" y2="${y}" stroke-width="2"/>` : ""}<circle cx="${x(difference)}" cy="${y}" r="5" fill="currentColor"/>`;
    return `<g class="${isClear ? "clear" : "unclear"}"><text x="0" y="${y + 4}">${name}</text>${marks}<text x="${size.width}" y="${y + 4}" text-anchor="end">${signed(difference)}</text></g>`;
  });
  return `<svg viewBox="0 0 ${size.width} ${height}" width="${size.width}" role="img" aria-label="Difference in S-KdT of each option with its interval; faint where the interval holds zero">
<line class="zero" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${height}"/>${rows.join("")}</svg>`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
