/** @file What a search gets: the three architectures that random search on the super-net would pick, and what they really reach. */
import { useMemo } from "react";
import { metricOf } from "../../core/metrics/index.ts";
import { bestAdmitted } from "../../core/search/tableJudge.ts";
import { tableOf } from "../../store/truth.ts";
import { Popover } from "../controls/Popover.tsx";
import { count, ordinal, percent, points } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { weightsOf } from "../rounds.ts";

/** Precision@10 as a count; where predictions tie at the border it is a mean. */
const hits = (precision: number): string => `${Number((10 * precision).toFixed(1))} of 10`;

/** Of fewer, ten are so large a part that any choice of them hits some. */
const minScored = 50;

export default function FoundPanel() {
  const found = useLab((state) => state.figures.found);
  const scored = useLab((state) => state.figures.scored);
  const round = useLab((state) => state.figures.round);
  const hasTable = useLab((state) => state.truth.status === "ready");
  const config = useLab((state) => state.run?.config ?? state.config);
  const truth = useLab((state) => state.truth);
  const best = useMemo(() => {
    const table = tableOf(config, truth);
    return table && bestAdmitted(config, table);
  }, [config, truth]);
  const { performance } = found;
  const regret = best === undefined || performance === undefined ? undefined : best - performance;
  const actions = useActions();
  return (
    <section className="card wide" aria-labelledby="found-title">
      <div className="card-head">
        <h2 id="found-title">Currently top-ranked{scored > 0 && ` of ${count(scored)}`}</h2>
        <Popover
          label="About the search"
          className="icon-button small"
          button={<Icon name="help" size={16} />}
        >
          <p>
            Random search scores architectures with the super-net and keeps the best. The paper reports that,
            with a well-trained super-net, it keeps up with complex search algorithms. Here the last complete
            round scored {count(scored)} architectures on one state of the weights.
          </p>
          <p>
            Regret is the best stand-alone accuracy of the table's architectures that this run admits, minus
            the mean of these three. P &gt; R is the probability that the first choice surpasses the best of
            ten architectures drawn at random and trained alone. Precision@10 counts how many of the
            super-net's ten best are among the ten best by stand-alone accuracy.
          </p>
        </Popover>
      </div>
      {found.best.length === 0 ? (
        <p className="card-note">No round of scores is complete yet.</p>
      ) : (
        <>
          {round && <p className="card-note">By their scores with the {weightsOf(round)}.</p>}
          <ol className="top-three">
            {found.best.map((item, index) => {
              return (
                <li key={item.architecture}>
                  <button
                    type="button"
                    title={item.architecture}
                    onClick={() => actions.select(item.architecture)}
                  >
                    <span className="top-three-row">
                      <span className="top-three-rank">{index + 1}</span>
                      <span className="mono two-lines">{item.architecture}</span>
                      <span className="top-three-value">
                        {hasTable ? percent(item.standAlone) : percent(item.superNet)}
                        {item.standAloneRank !== undefined && (
                          <span className="note"> {ordinal(item.standAloneRank)}</span>
                        )}
                      </span>
                    </span>
                  </button>
                </li>
              );
            })}
          </ol>
          {found.isTied && (
            <p className="card-note">
              Others have the same score as the third: the figures are means over all ways to choose among
              them.
            </p>
          )}
          {hasTable && (
            <dl className="facts">
              <div>
                <dt>{metricOf("top").title}</dt>
                <dd>{percent(found.performance)}</dd>
              </div>
              <div>
                <dt>{metricOf("regret").title}</dt>
                <dd>{regret === undefined ? "–" : points(regret)}</dd>
              </div>
              <div>
                <dt>{metricOf("surpass-random").title}</dt>
                <dd>{found.surpassRandom?.toFixed(2) ?? "–"}</dd>
              </div>
              <div>
                <dt>{metricOf("precision").title.replace(/k$/, "10")}</dt>
                <dd>
                  {found.precisionAt10 === undefined || scored < minScored ? "–" : hits(found.precisionAt10)}
                </dd>
              </div>
            </dl>
          )}
        </>
      )}
    </section>
  );
}
