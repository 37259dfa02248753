/** @file What the menu of a chart offers: the chart as a picture, with what it shows written below. */

import type { RefObject } from "react";
import { codeVersion } from "../../core/codeVersion.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { toLink } from "../../core/shareLink.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { download } from "../download.ts";
import { correlation, count } from "../format.ts";
import { useLabState } from "../LabContext.tsx";
import { pngOf, standaloneSvg } from "./chartImage.ts";

export interface ChartActionsProps {
  /** Of the file, without its ending. */
  readonly name: string;
  /** The element that holds the chart. */
  readonly chart: RefObject<HTMLElement | null>;
  /** Lines below the picture; absent: the run that is shown, and its link. */
  readonly caption?: () => readonly string[];
}

export default function ChartActions({ name, chart, caption }: ChartActionsProps) {
  const state = useLabState();
  const ofRun = (): string[] => {
    const { run, figures, view } = state();
    if (!run) return [];
    const { config, step, code } = run;
    const value =
      figures.now &&
      `${metricOf("skdt").title} ${correlation(figures.now.skdt, "n/a")} over ${count(figures.now.scored)} architectures`;
    const space = spaceById(config.space)?.title ?? config.space;
    return [
      [space, `seed ${config.seed}`, `step ${count(step)}`, run.backend, value].filter(Boolean).join(" · "),
      toLink({ config, view }),
      `Code ${code}`,
    ];
  };
  const text = (): string | undefined => {
    const svg = chart.current?.querySelector<SVGSVGElement>("svg");
    const style = getComputedStyle(document.documentElement);
    const [paper, ink] = ["--surface", "--text-2"].map((name) => style.getPropertyValue(name));
    return svg
      ? standaloneSvg(svg, paper ?? "", ink ?? "", caption ? [...caption(), `Code ${codeVersion}`] : ofRun())
      : undefined;
  };
  const saveSvg = (): void => {
    const svg = text();
    if (svg) download(`super-net-${name}.svg`, svg, "image/svg+xml");
  };
  const savePng = async (): Promise<void> => {
    const svg = text();
    if (svg) download(`super-net-${name}.png`, await pngOf(svg));
  };
  return (
    <div className="popover-actions">
      <button type="button" onClick={saveSvg}>
        Save as SVG
      </button>
      <button type="button" onClick={() => void savePng()}>
        Save as PNG
      </button>
    </div>
  );
}
