/** @file What stands where on the page. The ids and titles of panels are in `core/panels.ts`, which links and lessons read, too. */
import type { ComponentType } from "react";
import { isPanelShown, type LinkView } from "../../core/linkView.ts";
import { type PanelId, panelIds, panelTitles } from "../../core/panels.ts";
import { CorrelationPanel } from "./CorrelationPanel.tsx";
import { LateBothWays } from "./LateBothWays.tsx";
import {
  CellCard,
  ClassCard,
  ControlsCard,
  FindingsCard,
  FoundCard,
  GroundTruthCard,
  LandscapeCard,
  LessonCard,
  SearchCard,
  SuperNetCard,
  SweepCard,
  TableCard,
  TrainingCard,
  TryCard,
} from "./LateCard.tsx";
import { RunsPanel } from "./RunsPanel.tsx";
import { ScatterPanel } from "./ScatterPanel.tsx";
import { VerdictPanel } from "./VerdictPanel.tsx";

/** In the order in which they stand on a narrow page. */
export const places = ["main", "side", "controls", "more"] as const;

export interface Panel {
  readonly id: PanelId;
  readonly title: string;
  readonly component: ComponentType;
  readonly place: (typeof places)[number];
  /** Whether it can wait until the rest is there. */
  readonly isLate?: boolean;
}

const entries: Readonly<Record<PanelId, Omit<Panel, "id" | "title">>> = {
  lesson: { component: LessonCard, place: "main" },
  verdict: { component: VerdictPanel, place: "main" },
  "both-ways": { component: LateBothWays, place: "main" },
  runs: { component: RunsPanel, place: "main" },
  scatter: { component: ScatterPanel, place: "main" },
  correlation: { component: CorrelationPanel, place: "side" },
  cell: { component: CellCard, place: "side", isLate: true },
  training: { component: TrainingCard, place: "side", isLate: true },
  controls: { component: ControlsCard, place: "controls", isLate: true },
  try: { component: TryCard, place: "more", isLate: true },
  "super-net": { component: SuperNetCard, place: "more", isLate: true },
  found: { component: FoundCard, place: "more", isLate: true },
  search: { component: SearchCard, place: "more", isLate: true },
  sweep: { component: SweepCard, place: "more", isLate: true },
  class: { component: ClassCard, place: "more", isLate: true },
  landscape: { component: LandscapeCard, place: "more", isLate: true },
  findings: { component: FindingsCard, place: "more", isLate: true },
  truth: { component: GroundTruthCard, place: "more", isLate: true },
  table: { component: TableCard, place: "more", isLate: true },
};

export const panels: readonly Panel[] = panelIds.map((id) => ({
  id,
  title: panelTitles[id],
  ...entries[id],
}));

/** Those that a link leaves of them. */
export function shownPanels(view: Pick<LinkView, "hide" | "show">): readonly Panel[] {
  // A lesson that was asked for is shown.
  return panels.filter(({ id }) => isPanelShown(view, id) || (id === "lesson" && !view.hide.includes(id)));
}
