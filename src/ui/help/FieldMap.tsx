/** @file The map of the field: search space, search strategy, performance estimation, and what the lab has of each, with its help. */
import { useMemo, useState } from "react";
import type { Finding } from "../../core/heuristics/heuristic.ts";
import { heuristicsFor } from "../../core/heuristics/index.ts";
import { metrics } from "../../core/metrics/index.ts";
import { type AnySearchAlgorithm, searchAlgorithms } from "../../core/search/index.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { Dialog } from "../dialogs/Dialog.tsx";
import { count } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import { HeuristicHelp, Source, trustText } from "../panels/HeuristicHelp.tsx";
import { AlgorithmHelp } from "./AlgorithmHelp.tsx";
import { fieldMap, type MapEntry } from "./fieldMap.ts";
import "../styles/help.css";

const marks = Object.keys(trustText) as Finding["trust"][];

interface FieldMapProps {
  readonly onClose: () => void;
  /** Back to the help. */
  readonly onHelp: () => void;
  readonly algorithms?: readonly AnySearchAlgorithm[];
}

export default function FieldMap({ onClose, onHelp, algorithms = searchAlgorithms }: FieldMapProps) {
  const space = spaceById(useLab((state) => state.config.space)) ?? spaces[0];
  const dimensions = useMemo(
    () =>
      fieldMap({
        spaces,
        algorithms,
        heuristics: heuristicsFor(space),
        metrics,
      }),
    [space, algorithms],
  );
  return (
    <Dialog title="Map of the field" onClose={onClose}>
      <section>
        <button type="button" className="link-button" onClick={onHelp}>
          Back to “What is this?”
        </button>
        <p>
          A search for architectures is three choices: the space, the strategy that explores it, and how the
          performance of an architecture is estimated. The order is that of the field's survey:{" "}
          <a href="https://jmlr.org/papers/v20/18-598.html" target="_blank" rel="noreferrer">
            Elsken, Metzen and Hutter, Neural Architecture Search: A Survey, JMLR 20 (2019)
          </a>
          . Where an entry of the lab stands in it, the lab decided. Each opens its help.
        </p>
        <p className="map-marks">What is reported of a heuristic has a mark:</p>
        <dl className="map-legend">
          {marks.map((mark) => (
            <div key={mark}>
              <dt>
                <Mark trust={mark} />
              </dt>
              <dd>{trustText[mark]}</dd>
            </div>
          ))}
        </dl>
      </section>
      {dimensions.map(({ title, text, places }) => (
        <section key={title} className="map-dimension" aria-label={title}>
          <h3>{title}</h3>
          <p className="note">{text}</p>
          {places.map((place, index) => (
            <div key={place.title} className="map-place" data-empty={place.entries.length === 0 || undefined}>
              {place.within && place.within !== places[index - 1]?.within && <h4>{place.within}</h4>}
              {place.within ? <h5>{place.title}</h5> : <h4>{place.title}</h4>}
              {place.text && <p className="note">{place.text}</p>}
              {place.entries.map((entry) => (
                <Entry key={entry.of.id} entry={entry} />
              ))}
            </div>
          ))}
        </section>
      ))}
    </Dialog>
  );
}

function Mark({ trust }: { readonly trust: Finding["trust"] }) {
  return (
    <span className="map-mark" data-trust={trust}>
      {trust}
    </span>
  );
}

/** What it is called and, where something is reported of it, how sure that is; opened, its help. */
function Entry({ entry }: { readonly entry: MapEntry }) {
  const [isOpen, setOpen] = useState(false);
  const { kind, of } = entry;
  return (
    <details className="map-entry" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>
          <strong>{of.title}</strong>
          {kind === "heuristic" && of.number !== undefined && (
            <span className="note"> no. {of.number} of 14</span>
          )}
          {kind === "heuristic" && entry.unavailable !== undefined && (
            <span className="note"> not in this space</span>
          )}
        </span>
        {kind === "heuristic" && of.finding && <Mark trust={of.finding.trust} />}
      </summary>
      {isOpen && (
        <div className="map-help">
          <EntryHelp entry={entry} />
        </div>
      )}
    </details>
  );
}

function EntryHelp({ entry }: { readonly entry: MapEntry }) {
  switch (entry.kind) {
    case "space": {
      const { explanation, source, uniqueCount } = entry.of;
      return (
        <>
          <p>{explanation}</p>
          {uniqueCount !== undefined && <p>Unique architectures: {count(uniqueCount)}.</p>}
          <p className="source">
            <Source text={source} />
          </p>
        </>
      );
    }
    case "algorithm":
      return <AlgorithmHelp algorithm={entry.of} />;
    case "metric": {
      const { explanation, source, better } = entry.of;
      return (
        <>
          <p>
            {explanation} {better === "neither" ? "" : `A ${better} value is better.`}
          </p>
          <p className="source">{source}.</p>
        </>
      );
    }
    case "heuristic":
      return (
        <>
          {entry.unavailable !== undefined && <p className="note">Not in this space: {entry.unavailable}</p>}
          <HeuristicHelp heuristic={entry.of} />
        </>
      );
    default:
      throw entry satisfies never;
  }
}
