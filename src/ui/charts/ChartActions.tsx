/** @file What the menu of a chart offers: the chart as a picture, with what it shows written below. */

import { type RefObject, useState } from "react";
import { codeVersion } from "../../core/codeVersion.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { linkOfRun } from "../../core/runLink.ts";
import { toLink } from "../../core/shareLink.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { signed } from "../difference.ts";
import { download } from "../download.ts";
import { correlation, count, thresholdText } from "../format.ts";
import { useLabState } from "../LabContext.tsx";
import { namesOf } from "../namesOf.ts";
import { weightsOf } from "../rounds.ts";
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
  const [problem, setProblem] = useState<string>();
  const ofRun = (): string[] => {
    const { run, figures, certainty, view, listed } = state();
    if (!run) return [];
    const { config, step, code } = run;
    const { now, round } = figures;
    const known = certainty?.round === round?.number ? certainty?.interval : undefined;
    const range = known ? ` (95 % interval ${signed(known.low)} to ${signed(known.high)})` : "";
    const entry = listed.find((one) => one.entry.run === run);
    return [
      [
        spaceById(config.space)?.title ?? config.space,
        `seed ${config.seed}`,
        `step ${count(step)}`,
        run.backend,
      ]
        .filter(Boolean)
        .join(" · "),
      `${entry?.entry.name === undefined ? "" : `${entry.entry.name}. `}Settings: ${entry ? namesOf([{ entry: { ...entry.entry, name: undefined } }])[0] : "see the link"}`,
      ...(now
        ? [
            `${metricOf("skdt").title} ${correlation(now.skdt, "n/a")}${range} over ${count(now.scored)} architectures${round ? `, ${weightsOf(round)}` : ""}, stand-alone accuracies rounded to ${thresholdText(view.thr)}`,
          ]
        : []),
      (run && linkOfRun(run, view)) ?? toLink({ config, view }),
      `Code ${code}`,
    ];
  };
  /** As the page calls it. */
  const title = (): string =>
    chart.current?.closest("figure, section")?.querySelector("figcaption, h2, h3")?.textContent ?? name;
  const text = (): string | undefined => {
    const svg = chart.current?.querySelector<SVGSVGElement>("svg");
    const style = getComputedStyle(document.documentElement);
    const [paper, ink] = ["--surface", "--text-2"].map((name) => style.getPropertyValue(name));
    const lines = caption ? [...caption(), `Code ${codeVersion}`] : ofRun();
    return svg ? standaloneSvg(svg, paper ?? "", ink ?? "", title(), lines) : undefined;
  };
  const save = async (kind: "svg" | "png"): Promise<void> => {
    setProblem(undefined);
    try {
      const svg = text();
      if (!svg) throw new Error("there is no chart yet");
      const picture = kind === "png" ? await pngOf(svg) : svg;
      download(`super-net-${name}.${kind}`, picture, "image/svg+xml");
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      setProblem(`The picture could not be saved as ${kind.toUpperCase()}: ${reason.slice(0, 150)}`);
    }
  };
  return (
    <div className="popover-actions">
      <button type="button" onClick={() => void save("svg")}>
        Save as SVG
      </button>
      <button type="button" onClick={() => void save("png")}>
        Save as PNG
      </button>
      {problem && (
        <p className="note" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
