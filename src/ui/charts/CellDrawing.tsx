/** @file A cell drawn as a graph. Operations are told apart by color, by line and by name. */
import { memo, useId, useMemo } from "react";
import type { CellGraph } from "../../core/spaces/space.ts";
import { operationKind, placeCell, shortOperation } from "./cellLayout.ts";

/** The room that a drawing finds on the page. */
const room = { width: 320, height: 300 };

export const CellDrawing = memo(function CellDrawing({ graph }: { readonly graph: CellGraph }) {
  const cell = useMemo(() => placeCell(graph, room), [graph]);
  const arrow = useId();
  const words = graph.edges
    .filter((edge) => edge.operation !== undefined && edge.operation !== "none")
    .map((edge) => `${edge.from} to ${edge.to}: ${shortOperation(edge.operation as string)}`);
  return (
    <svg
      role="img"
      aria-label={`${graph.title} with ${graph.nodes.length} nodes. ${words.join("; ")}`}
      className="cell"
      viewBox={`${cell.left} ${cell.top} ${cell.width} ${cell.height}`}
      style={{ maxWidth: cell.width * 1.15 }}
    >
      <defs>
        <marker
          id={arrow}
          viewBox="0 0 8 8"
          refX={7}
          refY={4}
          markerWidth={7}
          markerHeight={7}
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0.5 8 4 0 7.5Z" className="cell-arrow" />
        </marker>
      </defs>
      {cell.edges.map((edge) => (
        <path
          key={edge.key}
          d={edge.path}
          className="cell-edge"
          data-kind={edge.operation && operationKind(edge.operation)}
          markerEnd={`url(#${arrow})`}
        />
      ))}
      {cell.edges.map(
        (edge) =>
          edge.label &&
          edge.operation && (
            <g key={edge.key} className="cell-label" data-kind={operationKind(edge.operation)}>
              <rect
                x={edge.label.x - edge.label.width / 2}
                y={edge.label.y - 9}
                width={edge.label.width}
                height={18}
                rx={9}
              />
              <text x={edge.label.x} y={edge.label.y + 4} textAnchor="middle">
                {edge.label.text}
              </text>
            </g>
          ),
      )}
      {cell.nodes.map((node) => (
        <g key={node.id} className="cell-node" data-kind={node.operation && operationKind(node.operation)}>
          <rect
            x={node.x - node.width / 2}
            y={node.y - node.height / 2}
            width={node.width}
            height={node.height}
            rx={node.height / 2}
          />
          <text x={node.x} y={node.y + 4} textAnchor="middle">
            {node.text}
          </text>
        </g>
      ))}
    </svg>
  );
});
