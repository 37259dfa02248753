/** @file The list of panels. A new panel is one entry here: page, `hide=` in a link and embedded pages read it. */
import type { ComponentType } from "react";
import type { LinkView } from "../../core/linkView.ts";
import { CellPanel } from "./CellPanel.tsx";
import { ControlsPanel } from "./ControlsPanel.tsx";
import { CorrelationPanel } from "./CorrelationPanel.tsx";
import { LateBothWays } from "./LateBothWays.tsx";
import {
  ClassCard,
  FindingsCard,
  FoundCard,
  GroundTruthCard,
  LandscapeCard,
  LessonCard,
  SearchCard,
  SuperNetCard,
  SweepCard,
  TableCard,
  TryCard,
} from "./LateCard.tsx";
import { RunsPanel } from "./RunsPanel.tsx";
import { ScatterPanel } from "./ScatterPanel.tsx";
import { TrainingPanel } from "./TrainingPanel.tsx";
import { VerdictPanel } from "./VerdictPanel.tsx";

/** In the order in which they stand on a narrow page. */
export const places = ["main", "side", "controls", "more"] as const;

export interface Panel {
  /** As in a link. */
  readonly id: string;
  /** With its article, as in "The verdict could not be shown". */
  readonly title: string;
  readonly component: ComponentType;
  readonly place: (typeof places)[number];
  /** Whether it can wait until the rest is there. */
  readonly isLate?: boolean;
}

/** In the order in which they stand in their place. */
export const panels: readonly Panel[] = [
  { id: "lesson", title: "The lesson", component: LessonCard, place: "main" },
  { id: "verdict", title: "The verdict", component: VerdictPanel, place: "main" },
  { id: "both-ways", title: "The comparison", component: LateBothWays, place: "main" },
  { id: "runs", title: "The list of runs", component: RunsPanel, place: "main" },
  { id: "scatter", title: "The scatter plot", component: ScatterPanel, place: "main" },
  { id: "correlation", title: "The correlation", component: CorrelationPanel, place: "side" },
  { id: "cell", title: "The architecture", component: CellPanel, place: "side", isLate: true },
  { id: "training", title: "The training curves", component: TrainingPanel, place: "side", isLate: true },
  { id: "controls", title: "The settings", component: ControlsPanel, place: "controls", isLate: true },
  { id: "try", title: "The experiments", component: TryCard, place: "more", isLate: true },
  { id: "super-net", title: "The super-net", component: SuperNetCard, place: "more", isLate: true },
  { id: "found", title: "What was found", component: FoundCard, place: "more", isLate: true },
  { id: "search", title: "The search", component: SearchCard, place: "more", isLate: true },
  { id: "sweep", title: "The sweep", component: SweepCard, place: "more", isLate: true },
  { id: "class", title: "The class sheet", component: ClassCard, place: "more", isLate: true },
  { id: "landscape", title: "The loss landscape", component: LandscapeCard, place: "more", isLate: true },
  { id: "findings", title: "What the lab found", component: FindingsCard, place: "more", isLate: true },
  { id: "truth", title: "The stand-alone table", component: GroundTruthCard, place: "more", isLate: true },
  { id: "table", title: "The table", component: TableCard, place: "more", isLate: true },
];

/** Those that a link leaves of them. */
export function shownPanels({ hide, show }: Pick<LinkView, "hide" | "show">): readonly Panel[] {
  // A lesson that was asked for is shown.
  return panels.filter(
    ({ id }) => !hide.includes(id) && (show.length === 0 || show.includes(id) || id === "lesson"),
  );
}
