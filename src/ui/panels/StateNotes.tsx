/** @file How the run shown came about, and what else the browser does: kept, recorded, recovered, another tab, a newer version. */
import { mixesAges } from "../../core/rounds.ts";
import { spaceById } from "../../core/spaces/index.ts";
import { trainsElsewhere } from "../../store/runs.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { Banner } from "./Banner.tsx";

export default function StateNotes() {
  const isRecorded = useLab((state) => state.isRecorded);
  const recovery = useLab((state) => state.run?.recoveries.at(-1));
  const anotherTrains = useLab((state) => state.anotherTrains);
  const isNewVersionReady = useLab((state) => state.isNewVersionReady);
  const isMixed = useLab((state) => state.run !== undefined && mixesAges(state.run));
  const phase = useLab((state) => state.phase);
  const keeping = useLab((state) => state.keeping);
  const active = useLab((state) => state.active);
  const runs = useLab((state) => state.runs);
  const space = useLab((state) => state.config.space);
  const beside = runs
    .filter((entry) => trainsElsewhere(entry, space))
    .map(({ id, run }) => ({ id, title: spaceById(run.config.space)?.title }));
  const actions = useActions();
  return (
    <>
      {keeping.status === "resumed" && keeping.run === active && !isRecorded && (
        <Banner kind="note">
          {phase === "running" || phase === "preparing"
            ? "This run goes on from your last visit."
            : "This run was kept from your last visit."}{" "}
          “Restart” trains it again; runs are kept in this browser alone.
        </Banner>
      )}
      {keeping.status === "impossible" && (
        <Banner kind="note">
          This browser keeps no runs ({keeping.reason}). Save what you want to keep as a file, under Share,
          before you leave.
        </Banner>
      )}
      {beside.length > 0 && (
        <Banner kind="note">
          {beside.length === 1 ? "A run" : `${beside.length} runs`} of{" "}
          {[...new Set(beside.map(({ title }) => title))].join(" and ")} {beside.length === 1 ? "goes" : "go"}{" "}
          on training and {beside.length === 1 ? "takes a" : "take their"} share of the device.
          <span className="banner-actions">
            <button
              type="button"
              className="link-button"
              onClick={() => {
                for (const { id } of beside) actions.pauseRun(id);
              }}
            >
              Pause {beside.length === 1 ? "it" : "them"}
            </button>
          </span>
        </Banner>
      )}
      {isRecorded && (
        <Banner kind="note">
          You are looking at a <strong>recorded run</strong> from a file or link. Nothing is trained; “Train
          again” repeats it here.
        </Banner>
      )}
      {isMixed && (
        <Banner kind="warning">
          This run was recorded by an older lab: each point of its curve mixes scores of different ages.
        </Banner>
      )}
      {recovery && (
        <Banner kind="note">
          The device was lost ({recovery.reason}); training went on with {recovery.backend} from step{" "}
          {recovery.step}.
        </Banner>
      )}
      {anotherTrains && <Banner kind="note">Another tab is training too. Both run slower; pause one.</Banner>}
      {isNewVersionReady && (
        <Banner kind="note">
          A new version of the lab is ready. It takes over once all tabs of the lab are closed; this page goes
          on as it is.
        </Banner>
      )}
    </>
  );
}
