/**
 * @file A cell of the super-net with all its operations. One of them is reached by the tab key, the others from it by the arrow keys.
 */
import { type KeyboardEvent, memo, useRef, useState } from "react";
import { nodeHeight, operationHeight, type PlacedOperation, type PlacedSuperNet } from "./superNetLayout.ts";

/** How an operation looks. */
export interface OperationLook {
  /** For readers and as a tooltip. */
  readonly words: string;
  /** How much of the scale its value is, [0, 1]; absent: it has none. */
  readonly share?: number;
  /** What stands on it where it has no name of its own. */
  readonly value: string;
  /** Paths of the step shown that lead through it. */
  readonly lit: number;
  readonly isChosen: boolean;
}

interface SuperNetDrawingProps {
  readonly cell: PlacedSuperNet;
  readonly lookOf: (place: number, choice: number) => OperationLook;
  /** Whether an edge carries something, of a path of the step shown or of the architecture chosen. */
  readonly edgeOf: (place: number) => { readonly isLit: boolean; readonly isChosen: boolean };
  readonly picked: { readonly place: number; readonly choice: number } | undefined;
  readonly onPick: (place: number, choice: number) => void;
}

const centerOf = ({ x, y, width }: PlacedOperation) => ({ x: x + width / 2, y: y + operationHeight / 2 });

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The operation next to one in a direction: near, and rather straight on than aside. */
function nextOperation(operations: readonly PlacedOperation[], from: number, key: string): number {
  const [dx, dy] = directions[key]!;
  const start = centerOf(operations[from]!);
  let best = { index: from, distance: Number.POSITIVE_INFINITY };
  operations.forEach((operation, index) => {
    const at = centerOf(operation);
    const [x, y] = [at.x - start.x, at.y - start.y];
    const ahead = x * dx + y * dy;
    const distance = ahead + 2 * Math.abs(x * dy + y * dx);
    if (ahead > 1 && distance < best.distance) best = { index, distance };
  });
  return best.index;
}

export const SuperNetDrawing = memo(function SuperNetDrawing(props: SuperNetDrawingProps) {
  const { cell, lookOf, edgeOf, picked, onPick } = props;
  const [focused, setFocused] = useState(0);
  const drawing = useRef<SVGSVGElement>(null);
  // Edges of one node share a line, so that what stands out is drawn last.
  const edges = cell.edges
    .map((edge) => ({ ...edge, ...(edge.place === undefined ? noEdge : edgeOf(edge.place)) }))
    .sort((a, b) => rankOf(a) - rankOf(b));
  const move = (event: KeyboardEvent): void => {
    const { key } = event;
    const last = cell.operations.length - 1;
    const next =
      key in directions ? nextOperation(cell.operations, focused, key) : { Home: 0, End: last }[key];
    if (next === undefined) return;
    event.preventDefault();
    setFocused(next);
    drawing.current?.querySelector<SVGGElement>(`[data-operation="${next}"]`)?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture cannot be a fieldset
    <svg
      ref={drawing}
      role="group"
      aria-label={`${cell.title}: every operation at its place. The arrow keys lead from one to the next.`}
      className="super-net"
      width={cell.width}
      height={cell.height}
      viewBox={`0 0 ${cell.width} ${cell.height}`}
      onKeyDown={move}
    >
      {edges.map(({ key, path, isLit, isChosen }) => (
        <path
          key={key}
          d={path}
          className="super-net-edge"
          data-lit={isLit || undefined}
          data-chosen={isChosen || undefined}
        />
      ))}
      {cell.nodes.map(({ id, text, x, y, width }) => (
        <g key={id} className="super-net-node" aria-hidden>
          <rect
            x={x - width / 2}
            y={y - nodeHeight / 2}
            width={width}
            height={nodeHeight}
            rx={nodeHeight / 2}
          />
          <text x={x} y={y + 4} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
      {cell.operations.map((operation, index) => {
        const { place, choice } = operation;
        return (
          <Operation
            key={`${place} ${choice}`}
            {...operation}
            {...lookOf(place, choice)}
            index={index}
            isReached={focused === index}
            isPicked={picked?.place === place && picked.choice === choice}
            onPick={onPick}
            onReach={setFocused}
          />
        );
      })}
    </svg>
  );
});

const rankOf = ({ isLit, isChosen }: { readonly isLit: boolean; readonly isChosen: boolean }): number =>
  isChosen ? 2 : isLit ? 1 : 0;

const noEdge = { isLit: false, isChosen: false };

interface OperationProps extends PlacedOperation, OperationLook {
  readonly index: number;
  readonly isReached: boolean;
  readonly isPicked: boolean;
  readonly onPick: (place: number, choice: number) => void;
  readonly onReach: (index: number) => void;
}

const Operation = memo(function Operation(props: OperationProps) {
  const { place, choice, text, x, y, width, index, words, share, value, lit, isChosen } = props;
  const pick = (): void => props.onPick(place, choice);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture has no buttons of its own
    <g
      role="button"
      tabIndex={props.isReached ? 0 : -1}
      aria-label={words}
      aria-pressed={props.isPicked}
      className="super-net-operation"
      data-operation={index}
      data-untrained={share === undefined || undefined}
      data-lit={lit > 0 || undefined}
      data-chosen={isChosen || undefined}
      transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
      onClick={pick}
      onFocus={() => props.onReach(index)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        pick();
      }}
    >
      <title>{words}</title>
      <rect className="super-net-chip" width={width} height={operationHeight} />
      <rect
        className="super-net-heat"
        x={1}
        y={1}
        width={width - 2}
        height={operationHeight - 2}
        rx={4}
        fillOpacity={share === undefined ? 0 : 0.04 + 0.46 * share}
      />
      <rect
        className="super-net-bar"
        x={4}
        y={operationHeight - 4}
        width={Math.max(0, (share ?? 0) * (width - 8))}
        height={2}
      />
      <text x={5} y={operationHeight / 2 + 3}>
        {text ?? value}
      </text>
      {lit > 0 && (
        <g className="super-net-lit" transform={`translate(${width - 5} 5)`}>
          <circle r={5.5} />
          <text y={3} textAnchor="middle">
            {lit}
          </text>
        </g>
      )}
    </g>
  );
});
