/** @file What a user must know now: a failure with advice, what a link or file could not give, a run from a file, a recovery. */
import { useMemo } from "react";
import { isOwnImages } from "../../core/ownImagesId.ts";
import { mixesAges } from "../../core/rounds.ts";
import { entryOf } from "../../store/runs.ts";
import { resolved } from "../../store/truth.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { Late } from "../Late.tsx";
import { earlierNotes, importBanners, linkNotes, ownImagesBanner } from "../parts.ts";
import { Banner } from "./Banner.tsx";
import { NoBackend } from "./NoBackend.tsx";

export function Banners() {
  const failure = useLab((state) => state.run?.failure);
  const measured = useLab((state) => state.figures.scored > 0);
  const warnings = useLab((state) => state.warnings);
  const isRecorded = useLab((state) => state.isRecorded);
  const recovery = useLab((state) => state.run?.recoveries.at(-1));
  const truth = useLab((state) => state.truth);
  const config = useLab((state) => state.config);
  const { fit, choice } = useMemo(() => resolved(config, truth), [truth, config]);
  const anotherTrains = useLab((state) => state.anotherTrains);
  const isNewVersionReady = useLab((state) => state.isNewVersionReady);
  const offer = useLab((state) => state.offer);
  const isMixed = useLab((state) => state.run !== undefined && mixesAges(state.run));
  const phase = useLab((state) => state.phase);
  const keeping = useLab((state) => state.keeping);
  const hasImports = useLab(
    ({ imports, truth }) => imports.length > 0 || (truth.status === "ready" && truth.origin === "file"),
  );
  const hasOwnImages = useLab(
    ({ config, ownImages: { reading, half } }) =>
      reading !== undefined || half !== undefined || isOwnImages(config.dataset),
  );
  const isLinkNaming = useLab(({ view: { hide, show, lock } }) => [...hide, ...show, ...lock].length > 0);
  const isEarlier = useLab(
    ({ sweep, runs, active }) => sweep?.isEarlier || entryOf(runs, active)?.planned !== undefined,
  );
  const actions = useActions();
  return (
    <div className="lab-banners">
      {failure?.kind === "no-backend" && <NoBackend failure={failure} />}
      {failure && failure.kind !== "no-backend" && (
        <Banner kind="failure">
          <strong>{failure.message}</strong> {failure.advice}
          {measured && " Everything measured so far stays here and can be exported."}
          <div className="button-row">
            <button type="button" className="button" onClick={actions.restart}>
              Restart
            </button>
          </div>
        </Banner>
      )}
      {warnings.length > 0 && (
        <Banner kind="warning" onDismiss={actions.dismissWarnings}>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Banner>
      )}
      {keeping.status === "resumed" && !isRecorded && (
        <Banner kind="note">
          {phase === "finished" || phase === "failed"
            ? "This run was kept from your last visit."
            : "This run goes on from your last visit."}{" "}
          “Restart” trains it again; runs are kept in this browser alone.
        </Banner>
      )}
      {keeping.status === "impossible" && (
        <Banner kind="note">
          This browser keeps no runs ({keeping.reason}). Save what you want to keep as a file, under Share,
          before you leave.
        </Banner>
      )}
      {isEarlier && <Late part={earlierNotes} props={{}} />}
      {isLinkNaming && <Late part={linkNotes} props={{}} />}
      {isRecorded && (
        <Banner kind="note">
          You are looking at a <strong>recorded run</strong> from a file or link. Nothing is trained; “Train
          anew” repeats it here.
        </Banner>
      )}
      {offer && (
        <Banner kind="note" onDismiss={actions.dismissOffer}>
          {offer.text}
          <div className="button-row">
            <button type="button" className="button" onClick={actions.takeOffer}>
              {isRecorded ? "Train here" : "Train again"} with{" "}
              {Object.keys(offer.changes).length > 1 ? "them" : "it"}
            </button>
          </div>
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
      {fit.warning && <Banner kind="warning">{fit.warning}</Banner>}
      {hasOwnImages && <Late part={ownImagesBanner} props={{}} />}
      {hasImports && <Late part={importBanners} props={{}} />}
      {(fit.note || choice) && <Banner kind="note">{[fit.note, choice].filter(Boolean).join(" ")}</Banner>}
    </div>
  );
}
