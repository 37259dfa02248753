/** @file Saves a chart as a picture. */
import type { RefObject } from "react";
import { Popover } from "../controls/Popover.tsx";
import { download } from "../download.ts";
import { Icon } from "../icons.tsx";
import { pngOf, standaloneSvg } from "./chartImage.ts";

interface ChartMenuProps {
  /** Of the file, without its ending. */
  readonly name: string;
  /** The element that holds the chart. */
  readonly chart: RefObject<HTMLElement | null>;
}

export function ChartMenu({ name, chart }: ChartMenuProps) {
  const text = (): string | undefined => {
    const svg = chart.current?.querySelector<SVGSVGElement>("svg");
    const paper = getComputedStyle(document.documentElement).getPropertyValue("--surface");
    return svg ? standaloneSvg(svg, paper) : undefined;
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
