/** @file The headline: S-KdT with its interval and threshold, what it means in words, and the numbers beside it. */

import { isPanelShown } from "../../core/linkView.ts";
import { metricOf } from "../../core/metrics/index.ts";
import { Boundary } from "../Boundary.tsx";
import { Popover } from "../controls/Popover.tsx";
import { signed } from "../difference.ts";
import { correlation, count, percent, short, thresholdText } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useLab } from "../LabContext.tsx";
import { Late } from "../Late.tsx";
import { conclusionPanel, thresholdHelp } from "../parts.ts";
import { rankedBy, weightsOf } from "../rounds.ts";
import { useCertainty, useDifferenceWords, useVerdictWords } from "../useVerdict.ts";
import { isTooFew } from "../verdict.ts";
import { RoundLine } from "./RoundLine.tsx";

/** As `correlation` writes it, with a dash before the first value. */
const written = (known: boolean, value: number | undefined): string =>
  known ? correlation(value, "n/a") : "–";

export function VerdictPanel() {
  const now = useLab((state) => state.figures.now);
  const interval = useCertainty(({ interval }) => interval);
  const threshold = useLab((state) => state.view.thr);
  const rule = useLab(({ figures }) => rankedBy(figures.rule));
  const isEarly = useLab(({ figures, run }) => isTooFew(figures.scored, run?.pool.length ?? 0));
  const isOver = useLab(({ phase, isRecorded }) => phase === "finished" && !isRecorded);
  const isLedOn = useLab(({ view }) => !view.embed && isPanelShown(view, "try"));
  const words = useVerdictWords();
  const skdt = written(now !== undefined, now?.skdt);
  return (
    <section className="card verdict" aria-label="How well the super-net ranks">
      <div className="verdict-number">
        <div className="verdict-name">
          {metricOf("skdt").title}
          <Popover
            label="About S-KdT and its threshold"
            className="icon-button small"
            button={<Icon name="help" size={16} />}
          >
            <Boundary title="What S-KdT is">
              <Late part={thresholdHelp} props={{}} />
            </Boundary>
          </Popover>
        </div>
        <output
          aria-label={metricOf("skdt").title}
          aria-live="off"
          data-word={!/\d/.test(skdt) || undefined}
          data-early={isEarly || undefined}
        >
          {skdt}
        </output>
        <div className="verdict-interval">
          {interval && now && (
            <>
              95 % interval {signed(interval.low)} to {signed(interval.high)}
              <br />
              over architectures, this run
              <br />
            </>
          )}
          stand-alone accuracy rounded to {thresholdText(threshold)}
          {rule && (
            <>
              <br />
              {rule}
            </>
          )}
        </div>
      </div>
      <div>
        <p className="verdict-words">{words}</p>
        <Comparison />
        <Facts />
        {isLedOn && (
          <button
            type="button"
            className="link-button"
            onClick={() => document.getElementById("panel-try")?.scrollIntoView()}
          >
            Lessons and one-click experiments ↓
          </button>
        )}
      </div>
      {isOver ? (
        <Boundary title="What came out of the run">
          <Late part={conclusionPanel} props={{}} />
        </Boundary>
      ) : (
        <RoundLine />
      )}
    </section>
  );
}

/** The other side: the same weights by the rules before, or the baseline run; only on the same architectures. */
function Comparison() {
  const comparison = useLab((state) => state.comparedFigures.comparison);
  const ownStep = useLab((state) => state.comparedFigures.round?.step ?? 0);
  const at = useLab((state) => state.view.at);
  const sentence = useDifferenceWords();
  if (!comparison) return null;
  const { before, now, step, count: shared, images } = comparison;
  const of = (trained = 0): string => (at === "images" && trained > 0 ? `, ${short(trained)} images` : "");
  return (
    <p className="verdict-comparison number">
      {comparison.with === "rules"
        ? `The same weights by the rules before: ${correlation(before, "n/a")}, now ${correlation(now, "n/a")}`
        : `The baseline at step ${count(step)}${of(images?.before)}: ${correlation(before, "n/a")}, this one at step ${count(ownStep)}${of(images?.now)}: ${correlation(now, "n/a")}`}{" "}
      over the same {count(shared)} architectures: {sentence}.
    </p>
  );
}

function Facts() {
  const now = useLab((state) => state.figures.now);
  const mean = useLab((state) => state.figures.meanSuperNet);
  const scored = useLab((state) => state.figures.scored);
  const pool = useLab((state) => state.run?.pool.length ?? 0);
  const round = useLab((state) => state.figures.round);
  const atChance = useLab((state) => state.figures.atChance);
  return (
    <dl className="facts">
      <div>
        <dt>{metricOf("tau").title}</dt>
        <dd>
          <output aria-label={metricOf("tau").title} aria-live="off">
            {written(now !== undefined, now?.tau)}
          </output>
        </dd>
      </div>
      <div>
        <dt>Spearman ρ</dt>
        <dd>
          <output aria-label="Spearman ρ" aria-live="off">
            {written(now !== undefined, now?.rho)}
          </output>
        </dd>
      </div>
      <div>
        <dt>
          mean accuracy
          <Popover
            label="About mean super-net accuracy"
            className="icon-button small"
            button={<Icon name="help" size={15} />}
          >
            <p>
              Mean accuracy over the scored architectures with the shared weights. It is often read as the
              quality of a super-net, and it is unreliable as that: watch it rise while the ranking does not,
              or the other way round.
            </p>
          </Popover>
        </dt>
        <dd>{percent(mean)}</dd>
      </div>
      <div>
        <dt>scored</dt>
        <dd>{round ? `${count(scored)} of ${count(pool)}` : "–"}</dd>
      </div>
      <div>
        <dt>at chance</dt>
        <dd>{percent(atChance, 0)}</dd>
      </div>
      <div>
        <dt>weights of step</dt>
        <dd>{round ? weightsOf(round).replace(/^weights of steps? /, "") : "–"}</dd>
      </div>
    </dl>
  );
}
