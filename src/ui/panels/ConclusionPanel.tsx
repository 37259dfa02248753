/** @file After the end of a run: what came out, and one next step. */
import { useMemo } from "react";
import { epochsAt } from "../../core/epochClock.ts";
import { defaultsFor, recipeOf } from "../../core/heuristics/index.ts";
import { isLocked } from "../../core/linkView.ts";
import { isOwnImages } from "../../core/ownImagesId.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { LabState } from "../../store/labState.ts";
import { conclusion, peakBefore } from "../conclusion.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { titleInstead } from "../useVerdict.ts";

export default function ConclusionPanel() {
  const run = useLab((state) => state.run);
  const figures = useLab((state) => state.figures);
  const certainty = useLab((state) => state.certainty);
  const metric = useLab((state) => state.view.metric);
  const { oracle, seedAgainstSeed } = useLab((state) => state.references);
  const table = useLab((state) => state.truth.status);
  const isSecond = useLab((state) => state.baseline !== undefined);
  const view = useLab((state) => state.view);
  const actions = useActions();
  const found = useMemo(
    () => run && concluded({ run, figures, certainty, metric, oracle, seedAgainstSeed, table, isSecond }),
    [run, figures, certainty, metric, oracle, seedAgainstSeed, table, isSecond],
  );
  if (!found) return null;
  const { text, next } = found;
  const isHeld = (next.settings ? Object.keys(next.settings) : ["seed"]).some((key) => isLocked(view, key));
  return (
    <section className="conclusion" aria-label="What came out">
      <p>{text}</p>
      <button
        type="button"
        className="button"
        disabled={isHeld}
        onClick={() => (next.settings ? actions.trainWith(next.settings) : actions.newSeed())}
      >
        {next.title}
      </button>
    </section>
  );
}

type Concluded = Pick<LabState, "figures" | "certainty"> & {
  readonly run: NonNullable<LabState["run"]>;
  readonly metric: LabState["view"]["metric"];
  readonly oracle: number | undefined;
  readonly seedAgainstSeed: number | undefined;
  readonly table: LabState["truth"]["status"];
  readonly isSecond: boolean;
};

/** Nothing before the table is there, and it is known how sure the last round is. */
function concluded({ run, figures, certainty, metric, oracle, seedAgainstSeed, table, isSecond }: Concluded) {
  if (table === "loading") return undefined;
  if (figures.now && certainty?.round !== figures.round?.number) return undefined;
  const space = spaceById(run.config.space) ?? spaces[0];
  const read = (point: (typeof figures.history)[number]): number | undefined => point[metric];
  const peak = peakBefore(figures.history, read);
  return conclusion({
    tableMissing: table === "none",
    ownImages: isOwnImages(run.config.dataset),
    ranked: figures.ranked,
    pool: run.pool.length,
    value: figures.now && read(figures.now),
    shownInstead: titleInstead(metric),
    parameters: figures.againstParameters?.before,
    difference: certainty?.parameters,
    oracle,
    seedAgainstSeed,
    peak: peak && { ...peak, epoch: epochsAt(run.epochClock, peak.step) },
    epochs: recipeOf(space, run.config.settings).training.epochs,
    isRescored: figures.round?.pairedWith !== undefined,
    isSecond,
    settings: { ...defaultsFor(space), ...run.config.settings },
  });
}
