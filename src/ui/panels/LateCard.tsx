/** @file The places of panels whose content is loaded only when they are opened. */
import { Activity, useEffect, useState } from "react";
import { useLab } from "../LabContext.tsx";
import { Late, type LazyPart } from "../Late.tsx";
import {
  cellPanel,
  classPanel,
  controlsPanel,
  findingsPanel,
  foundPanel,
  groundTruthPanel,
  landscapePanel,
  lessonPanel,
  searchPanel,
  settingsDrawer,
  superNetPanel,
  sweepPanel,
  tablePanel,
  trainingPanel,
  tryPanel,
} from "../parts.ts";
import { useNarrow } from "./settingsPlace.ts";

interface LateCardProps {
  /** Of the panel. */
  readonly id: string;
  readonly title: string;
  /** A few words beside the title. */
  readonly note: string;
  readonly part: LazyPart<object>;
  /** Whether it opens by itself, now or later. */
  readonly isWanted?: boolean;
}

function LateCard({ id, title, note, part, isWanted = false }: LateCardProps) {
  const [open, setOpen] = useState(isWanted);
  const [wasOpen, setWasOpen] = useState(isWanted);
  useEffect(() => {
    if (isWanted) setOpen(true);
  }, [isWanted]);
  useEffect(() => {
    if (open) setWasOpen(true);
  }, [open]);
  return (
    <section className="card wide" aria-labelledby={`${id}-title`}>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="table-summary">
          <h2 id={`${id}-title`}>{title}</h2>
          <span className="note">{note}</span>
        </summary>
        {/* What was set in it stays; while it is closed it hears of nothing and draws nothing. */}
        {(open || wasOpen) && (
          <Activity mode={open ? "visible" : "hidden"}>
            <Late part={part} props={{}} />
          </Activity>
        )}
      </details>
    </section>
  );
}

export const SearchCard = () => (
  <LateCard
    id="search"
    title="Search on this super-net"
    note="random search against cleverer algorithms"
    part={searchPanel}
  />
);

export const SuperNetCard = () => (
  <LateCard
    id="super-net"
    title="The super-net, drawn"
    note="which operations its paths train, and how often"
    part={superNetPanel}
  />
);

export const LandscapeCard = () => (
  <LateCard
    id="landscape"
    title="The loss landscape"
    note="how steep it is around these weights"
    part={landscapePanel}
  />
);

export const GroundTruthCard = () => (
  <LateCard
    id="truth"
    title="The stand-alone table"
    note="what judges the ranking, its noise, and how it was made"
    part={groundTruthPanel}
  />
);

export const FindingsCard = () => (
  <LateCard
    id="findings"
    title="What the lab found"
    note="which option ranks better, by its own study"
    part={findingsPanel}
  />
);

/** Results that were dropped on the page are shown. */
export const SweepCard = () => (
  <LateCard
    id="sweep"
    title="Sweep a switch"
    note="which option ranks better, over several seeds"
    part={sweepPanel}
    isWanted={useLab((state) => state.sweep !== undefined)}
  />
);

/** Files of a class that were dropped on the page are shown. */
export const ClassCard = () => (
  <LateCard
    id="class"
    title="Class sheet"
    note="the runs and answers of many, side by side"
    part={classPanel}
    isWanted={useLab((state) => state.class !== undefined)}
  />
);

/** Cards that are open from the beginning. */
export const CellCard = () => <Late part={cellPanel} props={{}} />;
export const TrainingCard = () => <Late part={trainingPanel} props={{}} />;
export const FoundCard = () => <Late part={foundPanel} props={{}} />;
export const TableCard = () => <Late part={tablePanel} props={{}} />;

/** The lesson that is open, if one is. */
export const LessonCard = () =>
  useLab((state) => state.view.lesson !== "") ? <Late part={lessonPanel} props={{}} /> : null;

export const ControlsCard = () => <Late part={useNarrow() ? settingsDrawer : controlsPanel} props={{}} />;

export const TryCard = () => <Late part={tryPanel} props={{}} />;
