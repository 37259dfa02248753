/** @file One architecture in full: the one pointed at, else the one selected, else the super-net's favourite. */
import { useMemo } from "react";
import { datasetOf, datasets } from "../../core/datasets.ts";
import { defaultsFor, standAloneRecipe } from "../../core/heuristics/index.ts";
import { countFlops, countParameters } from "../../core/network/count.ts";
import { spaceById } from "../../core/spaces/index.ts";
import type { ArchitectureFigures } from "../../store/figures.ts";
import { rowsFor } from "../../store/truth.ts";
import { CopyButton } from "../CopyButton.tsx";
import { count, ordinal, percent, short } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { Late } from "../Late.tsx";
import { standAloneName, superNetName } from "../names.ts";
import { weightsOf } from "../rounds.ts";
import { useStaggered } from "../useStaggered.ts";
import { CellGraphs } from "./CellGraphs.tsx";
import { trainStandAlone } from "./cellParts.ts";

export default function CellPanel() {
  const favourite = useStaggered(
    useLab((state) => state.figures.found.best[0]?.architecture),
    2000,
    100,
  );
  const id = useLab((state) => state.hovered ?? state.selected) ?? favourite;
  const scored = useLab((state) =>
    state.figures.architectures.find(({ architecture }) => architecture === id),
  );
  // What a search found need not be among those that the run scores.
  const item: ArchitectureFigures | undefined =
    scored ?? (id === undefined ? undefined : { architecture: id });
  const spaceId = useLab((state) => state.run?.config.space ?? state.config.space);
  const dataset = useLab((state) => state.run?.config.dataset ?? state.config.dataset);
  const ranked = useLab((state) => state.figures.ranked);
  const chosen = useLab((state) =>
    state.hovered !== undefined || state.selected !== undefined ? id : undefined,
  );
  const selected = useLab((state) => state.selected);
  const round = useLab((state) => state.figures.round);
  const truth = useLab((state) => state.truth);
  const actions = useActions();
  const text = item?.architecture;
  const space = spaceById(spaceId);
  const standAlone = useMemo(() => {
    if (item?.standAlone !== undefined || text === undefined) return item?.standAlone;
    return rowsFor([text], { space: spaceId, dataset }, truth)[0]?.accuracy;
  }, [item, text, spaceId, dataset, truth]);
  const sizes = useSizes(item?.parameters === undefined ? text : undefined, spaceId, dataset);
  const parameters = item?.parameters ?? sizes?.parameters;
  const flops = item?.flops ?? sizes?.flops;
  const rank = (value: number | undefined): string =>
    value === undefined ? "" : ` · ${ordinal(value)} of ${count(ranked)}`;
  return (
    <section className="card" aria-labelledby="cell-title">
      <div className="card-head">
        <h2 id="cell-title">{!chosen ? "Currently top-ranked" : "Architecture"}</h2>
        {selected !== undefined && (
          <button type="button" className="link-button" onClick={() => actions.select(undefined)}>
            deselect
          </button>
        )}
      </div>
      {item === undefined ? (
        <p className="card-note">Point at a dot to see its cell; click to keep it.</p>
      ) : (
        <>
          {space && <CellGraphs architecture={item.architecture} space={space} />}
          <p>
            <span className="mono">{text}</span>{" "}
            <CopyButton label="copy" className="link-button" text={item.architecture} />
          </p>
          <dl className="cell-facts">
            <dt>{superNetName}</dt>
            <dd>
              {percent(item.superNet)}
              {rank(item.superNetRank)}
            </dd>
            <dt>{standAloneName(truth)}</dt>
            <dd>
              {percent(standAlone)}
              {rank(item.standAloneRank)}
            </dd>
            <dt>parameters · FLOPs</dt>
            <dd>
              {parameters === undefined ? "–" : short(parameters)} ·{" "}
              {flops === undefined ? "–" : short(flops)}
            </dd>
            <dt>scored with</dt>
            <dd>{item.superNet === undefined || !round ? "not in this round" : weightsOf(round)}</dd>
          </dl>
          {selected === item.architecture && (
            <Late
              part={trainStandAlone}
              props={{ architecture: item.architecture, space: spaceId, dataset }}
            />
          )}
        </>
      )}
    </section>
  );
}

/** Sizes of an architecture that no table lists, as a stand-alone network at the space's defaults. */
function useSizes(
  text: string | undefined,
  spaceId: string,
  dataset: string,
): { readonly parameters: number; readonly flops: number } | undefined {
  return useMemo(() => {
    const space = spaceById(spaceId);
    const architecture = text === undefined ? undefined : space?.parse(text);
    if (!space || !architecture) return undefined;
    const { input, classes } = datasetOf(dataset) ?? datasets[0];
    const { network } = standAloneRecipe(space, defaultsFor(space));
    const built = space.build(architecture, network, input, classes.length);
    return { parameters: countParameters(built), flops: countFlops(built) };
  }, [text, spaceId, dataset]);
}
