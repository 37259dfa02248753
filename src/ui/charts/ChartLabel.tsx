/** @file A name in a chart that may be longer than the chart is wide: text in SVG neither wraps nor ends in an ellipsis by itself. */

interface ChartLabelProps {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Pixels for it. */
  readonly width: number;
  readonly className?: string;
}

/** Of 12 pixels' type, generously. */
const letterWidth = 6.4;

/** As much of a text as fits, whole words where there are some. @param width pixels */
export function fitted(text: string, width: number): string {
  const letters = Math.max(4, Math.floor(width / letterWidth));
  if (text.length <= letters) return text;
  const space = text.slice(0, letters).lastIndexOf(" ");
  return `${text.slice(0, space > letters / 2 ? space : letters - 1)}…`;
}

/** What is cut off is told to a pointer; whatever a chart says must stand in words beside it, too. */
export function ChartLabel({ text, x, y, width, className }: ChartLabelProps) {
  const seen = fitted(text, width);
  return (
    <text className={className} x={x} y={y}>
      {seen !== text && <title>{text}</title>}
      {seen}
    </text>
  );
}
