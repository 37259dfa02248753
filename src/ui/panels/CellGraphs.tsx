/** @file The cell or cells of an architecture, drawn. */
import { useMemo } from "react";
import type { SearchSpace } from "../../core/spaces/space.ts";
import { Late } from "../Late.tsx";
import { cellDrawing } from "./cellParts.ts";

interface CellGraphsProps {
  /** In the space's notation; nothing is drawn for anything else. */
  readonly architecture: string;
  readonly space: SearchSpace;
}

export function CellGraphs({ architecture, space }: CellGraphsProps) {
  const graphs = useMemo(() => {
    const parsed = space.parse(architecture);
    return parsed ? space.graphs(parsed) : [];
  }, [architecture, space]);
  return (
    <div className="cell-frame">
      {graphs.map((graph) => (
        <figure key={graph.title}>
          {graphs.length > 1 && <figcaption className="note">{graph.title}</figcaption>}
          <Late part={cellDrawing} props={{ graph }} />
        </figure>
      ))}
    </div>
  );
}
