/** @file What a user must know now: a failure with advice, what a link or file could not give, what a setting cannot do. */
import { useMemo } from "react";
import { isOwnImages } from "../../core/ownImagesId.ts";
import { mixesAges } from "../../core/rounds.ts";
import { entryOf, trainsElsewhere } from "../../store/runs.ts";
import { resolved } from "../../store/truth.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { Late } from "../Late.tsx";
import { earlierNotes, importBanners, linkNotes, noBackend, ownImagesBanner, stateNotes } from "../parts.ts";
import { Banner } from "./Banner.tsx";

export function Banners() {
  const failure = useLab((state) => state.run?.failure);
  const measured = useLab((state) => state.figures.scored > 0);
  const warnings = useLab((state) => state.warnings);
  const isRecorded = useLab((state) => state.isRecorded);
  const truth = useLab((state) => state.truth);
  const config = useLab((state) => state.config);
  const { fit, choice } = useMemo(() => resolved(config, truth), [truth, config]);
  const hasNotes = useLab(
    ({ run, runs, config, isRecorded, keeping, anotherTrains, isNewVersionReady }) =>
      isRecorded ||
      runs.some((entry) => trainsElsewhere(entry, config.space)) ||
      anotherTrains ||
      isNewVersionReady ||
      keeping.status === "resumed" ||
      keeping.status === "impossible" ||
      (run !== undefined && (run.recoveries.length > 0 || mixesAges(run))),
  );
  const offer = useLab((state) => state.offer);
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
      {failure?.kind === "no-backend" && <Late part={noBackend} props={{ failure }} />}
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
      {hasNotes && <Late part={stateNotes} props={{}} />}
      {isEarlier && <Late part={earlierNotes} props={{}} />}
      {isLinkNaming && <Late part={linkNotes} props={{}} />}
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
      {fit.warning && <Banner kind="warning">{fit.warning}</Banner>}
      {hasOwnImages && <Late part={ownImagesBanner} props={{}} />}
      {hasImports && <Late part={importBanners} props={{}} />}
      {(fit.note || choice) && <Banner kind="note">{[fit.note, choice].filter(Boolean).join(" ")}</Banner>}
    </div>
  );
}
