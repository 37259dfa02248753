/** @file Saves a chart as a picture. */
import type { RefObject } from "react";
import { toLink } from "../../core/shareLink.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { Popover } from "../controls/Popover.tsx";
import { download } from "../download.ts";
import { correlation, count } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useLabState } from "../LabContext.tsx";
import { pngOf, standaloneSvg } from "./chartImage.ts";

interface ChartMenuProps {
  /** Of the file, without its ending. */
  readonly name: string;
  /** The element that holds the chart. */
  readonly chart: RefObject<HTMLElement | null>;
  /** Lines below the picture; absent: the run that is shown, and its link. */
  readonly caption?: () => readonly string[];
}

export function ChartMenu({ name, chart, caption }: ChartMenuProps) {
  const state = useLabState();
  /** What the picture shows, and the link that trains it again. */
  const ofRun = (): string[] => {
    const { run, figures, view } = state();
    if (!run) return [];
    const { config, step } = run;
    const value =
      figures.now &&
      `S-KdT ${correlation(figures.now.skdt, "n/a")} over ${count(figures.now.scored)} architectures`;
    const space = spaceById(config.space)?.title ?? config.space;
    return [
      [space, `seed ${config.seed}`, `step ${count(step)}`, run.backend, value].filter(Boolean).join(" · "),
      toLink({ config, view }),
    ];
  };
  const text = (): string | undefined => {
    const svg = chart.current?.querySelector<SVGSVGElement>("svg");
    const style = getComputedStyle(document.documentElement);
    const [paper, ink] = ["--surface", "--text-2"].map((name) => style.getPropertyValue(name));
    return svg ? standaloneSvg(svg, paper ?? "", ink ?? "", (caption ?? ofRun)()) : undefined;
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
    <Popover
      label={`Save the ${name} as a picture`}
      className="icon-button small"
      button={<Icon name="download" size={16} />}
    >
      <div className="popover-actions">
        <button type="button" onClick={saveSvg}>
          Save as SVG
        </button>
        <button type="button" onClick={() => void savePng()}>
          Save as PNG
        </button>
      </div>
    </Popover>
  );
}
