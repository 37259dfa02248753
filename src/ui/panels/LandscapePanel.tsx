/** @file Loss landscapes around the weights of the run shown, beside each other at the same levels. */
import { useMemo, useRef } from "react";
import { describeDifference } from "../../core/describeConfig.ts";
import { type LandscapeKind, landscapeShare } from "../../core/landscape.ts";
import type { LandscapeState } from "../../store/landscapeState.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import { LandscapeChart } from "../charts/LandscapeChart.tsx";
import { count, percent } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { factsOf, levelsOf, pointCount } from "../landscapeText.ts";
import { namesOf } from "../namesOf.ts";

const size = 260;

const titles: Readonly<Record<LandscapeKind, string>> = {
  path: "one architecture, the super-net's weights",
  "stand-alone": "the same architecture, trained alone",
  "super-net": "the super-net, another architecture at every point",
};

const kinds = Object.keys(titles) as LandscapeKind[];

export default function LandscapePanel() {
  const landscapes = useLab((state) => state.landscapes);
  const space = useLab((state) => state.run?.config.space);
  const favourite = useLab((state) => state.figures.found.best[0]?.architecture);
  const architecture = useLab((state) => state.selected) ?? favourite;
  const hasWeights = useLab((state) => (state.run?.step ?? 0) > 0 && !state.isRecorded);
  const actions = useActions();
  const own = landscapes.filter((one) => one.config.space === space);
  const levels = useMemo(
    () => levelsOf(landscapes.filter((one) => one.config.space === space)),
    [landscapes, space],
  );
  const listed = useLab((state) => state.listed);
  const names = useMemo(() => {
    const told = namesOf(listed);
    return new Map(listed.map(({ entry }, index) => [entry.id, told[index]]));
  }, [listed]);
  return (
    <>
      <p className="card-note">
        The validation loss on a plane through the weights: two random directions, each filter as long as that
        of the weights (Li et al., 2018), from −1 to 1. Where the surface is steep, a large step of training
        throws the weights far up: one reason that is given for the report that a super-net wants a smaller
        learning rate than a network alone. One random plane is one view; it proves nothing about others.
        Beside what trains, landscapes take {percent(landscapeShare, 0)} of the time at most.
      </p>
      <div className="button-row">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="button"
            disabled={!hasWeights || (kind !== "super-net" && architecture === undefined)}
            onClick={() => actions.startLandscape(kind, architecture ?? "")}
          >
            {titles[kind]}
          </button>
        ))}
      </div>
      {architecture !== undefined && (
        <p className="note">
          One architecture: <span className="mono">{architecture}</span>; select another in the scatter.
        </p>
      )}
      <div className="landscapes">
        {own.map((one) => (
          <Landscape
            key={one.id}
            landscape={one}
            levels={levels}
            run={names.get(one.of) ?? describeDifference(one.config)}
          />
        ))}
      </div>
      {own.length > 1 && (
        <p className="note">All at the same levels, which are even in the logarithm of the loss.</p>
      )}
    </>
  );
}

interface LandscapeProps {
  readonly landscape: LandscapeState;
  readonly levels: readonly number[];
  /** What the run is called whose weights they are. */
  readonly run: string;
}

/** In no mean, and drawn as the highest. */
const lostText = (points: number): string =>
  `${points === 1 ? "one point has" : `${count(points)} points have`} a loss beyond numbers`;

function Landscape({ landscape, levels, run }: LandscapeProps) {
  const { id, kind, architecture, step, training, losses, isStopped, failure } = landscape;
  const { center, halfway, done, lost } = factsOf(landscape);
  const chart = useRef<HTMLDivElement>(null);
  const actions = useActions();
  const isRunning = !isStopped && !failure && done < pointCount;
  const of = kind === "stand-alone" ? "its own weights" : `weights of step ${count(step)}, ${run}`;
  const told = `${titles[kind]}, ${of}: loss ${nats(center)} at the center, ${nats(halfway)} on average half way out.${lost > 0 ? ` ${lostText(lost)}.` : ""}`;
  return (
    <figure className="landscape-figure">
      <div className="card-head">
        <figcaption>{titles[kind]}</figcaption>
        <ChartMenu
          name={`landscape-${kind}`}
          chart={chart}
          caption={() => [landscape.config.space, told, ...(kind === "super-net" ? [] : [architecture])]}
        />
      </div>
      <div ref={chart}>
        <LandscapeChart losses={losses} levels={levels} size={size} label={`Loss landscape of ${told}`} />
      </div>
      <p className="note">
        {of}
        {kind !== "super-net" && <span className="mono"> {architecture}</span>}
        <br />
        loss {nats(center)} at the center, {nats(halfway)} half way out
        {lost > 0 && ` · ${lostText(lost)}`}
        {isRunning &&
          (training && done === 0
            ? ` · training it first: step ${count(training.step)} of ${count(training.total)}`
            : ` · ${percent(done / pointCount, 0)} of the points`)}
        {isStopped && done < pointCount && " · stopped"}
      </p>
      {failure && (
        <p className="note" role="alert">
          {failure.message} {failure.advice}
        </p>
      )}
      {isRunning && (
        <button type="button" className="link-button" onClick={() => actions.stopLandscape(id)}>
          stop
        </button>
      )}
    </figure>
  );
}

const nats = (loss: number | undefined): string => (loss === undefined ? "–" : loss.toFixed(2));
