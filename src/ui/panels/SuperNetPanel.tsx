/** @file The whole super-net of the run shown: how its operations are trained, the paths of the present step, and the architecture selected. */
import { useCallback, useMemo, useRef, useState } from "react";
import { recipeOf } from "../../core/heuristics/index.ts";
import { isCountable } from "../../core/pathCounts.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import type { Architecture, SearchSpace } from "../../core/spaces/space.ts";
import type { SuperNet } from "../../core/spaces/superNet.ts";
import { superNetOf } from "../../core/spaces/superNets.ts";
import { ChartMenu } from "../charts/ChartMenu.tsx";
import { type OperationLook, SuperNetDrawing } from "../charts/SuperNetDrawing.tsx";
import { type PlacedSuperNet, placeSuperNet } from "../charts/superNetLayout.ts";
import { Segmented } from "../controls/Segmented.tsx";
import { count, percent } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import { longAgo, maxPaths, operationWords, type Scale, scales, shareOf } from "../superNetFacts.ts";
import { usePathCounts } from "../usePathCounts.ts";
import { type Operation, SuperNetFact } from "./SuperNetFact.tsx";
import { SuperNetLegend } from "./SuperNetLegend.tsx";
import { type Momentum, MomentumNote, useMomentum } from "./superNetMomentum.tsx";
import "../styles/superNet.css";

export default function SuperNetPanel() {
  const space: SearchSpace =
    spaceById(useLab(({ run, config }) => (run?.config ?? config).space)) ?? spaces[0];
  const superNet = superNetOf(space.id);
  return superNet ? <Drawn key={space.id} space={space} superNet={superNet} /> : null;
}

function Drawn({ space, superNet }: { readonly space: SearchSpace; readonly superNet: SuperNet }) {
  const [scale, setScale] = useState<Scale>("count");
  const [picked, setPicked] = useState<Operation>();
  const [path, setPath] = useState<number>();
  const run = useLab((state) => state.run);
  const isTraining = useLab((state) => state.phase === "running");
  const selected = useLab((state) => state.selected);
  const hovered = useLab((state) => state.hovered);
  const counted = usePathCounts(run, space, superNet, isTraining);
  const cells = useMemo(() => superNet.cells.map((cell) => placeSuperNet(cell, superNet.places)), [superNet]);
  const choicesOf = useMemo(() => rememberedChoices(space, superNet), [space, superNet]);
  const sampled = useMemo(
    () => (counted?.sampled ?? []).map((architecture) => superNet.choicesOf(architecture)),
    [counted, superNet],
  );
  const chosen = hovered ?? selected;
  const shownPath = path === undefined ? undefined : sampled[path];
  const bold = shownPath ?? (chosen === undefined ? undefined : choicesOf(chosen));
  const momentum = useMomentum(superNet, space, scale === "momentum");
  const most = counted ? maxPaths(counted) : 0;

  const lookOf = useCallback(
    (place: number, choice: number): OperationLook => {
      const own = counted?.operations[place]?.[choice];
      const share =
        scale === "momentum" ? momentum?.shareOf(place, choice) : own && shareOf(own, counted, scale, most);
      return {
        words: `${operationWords(superNet, place, choice, counted)}${momentum?.words(place, choice) ?? ""}`,
        // So that what hardly changes is not drawn anew.
        ...(share !== undefined && { share: Math.round(share * 50) / 50 }),
        value: own && counted.paths > 0 ? percent(own.paths / counted.paths, 0) : "",
        lit: sampled.filter((choices) => choices[place] === choice).length,
        isChosen: bold?.[place] === choice,
      };
    },
    [counted, scale, most, momentum, superNet, sampled, bold],
  );
  const edgeOf = useCallback(
    (place: number) => {
      const carries = (choices: readonly (number | undefined)[] | undefined): boolean => {
        const choice = choices?.[place];
        return choice !== undefined && superNet.places[place]?.choices[choice] !== "none";
      };
      return { isLit: sampled.some(carries), isChosen: carries(bold) };
    },
    [superNet, sampled, bold],
  );
  const pick = useCallback((place: number, choice: number) => {
    setPicked((before) =>
      before?.place === place && before.choice === choice ? undefined : { place, choice },
    );
  }, []);

  return (
    <>
      <p className="card-note">
        Every operation that competes for a place, in one picture; all cells of a kind hold the same. To the
        right of a node stands what leaves it, above a node what enters it. A step trains a few paths, and
        only what lies on them; what lies on many paths is trained often, and its weights serve all of those.
        What the last step trained is lit, with the number of its paths through it.
      </p>
      <div className="search-options">
        <Segmented label="Color" value={scale} options={scales} onChange={setScale} />
        {counted && (
          <span className="note">
            {count(counted.paths)} paths in {count(counted.step)} steps
            {run && !counted.isUpToDate && `, of ${count(run.step)}: still counting`}
          </span>
        )}
      </div>
      {run && !isCountable(space, run) && (
        <p className="note">
          The run lost its device, and settings that decide over its paths were changed since. Which steps
          were taken again under which of them is not known, so that counts may be wrong.
        </p>
      )}
      {counted && sampled.length > 0 && (
        <Paths
          step={counted.step}
          architectures={counted.sampled}
          space={space}
          shown={path}
          onShow={setPath}
        />
      )}
      {cells.map((cell) => (
        <Cell key={cell.title} cell={cell} lookOf={lookOf} edgeOf={edgeOf} picked={picked} onPick={pick} />
      ))}
      <SuperNetLegend ends={endsOf(scale, most, momentum)} scale={scale} hasBold={bold !== undefined} />
      {scale === "momentum" && <MomentumNote momentum={momentum} />}
      {picked && (
        <SuperNetFact
          operation={picked}
          words={operationWords(superNet, picked.place, picked.choice, counted)}
          choicesOf={choicesOf}
        />
      )}
      <Remarks space={space} />
    </>
  );
}

/** What an architecture trains, parsed once. */
function rememberedChoices(space: SearchSpace, superNet: SuperNet) {
  const known = new Map<string, readonly (number | undefined)[] | undefined>();
  return (text: string): readonly (number | undefined)[] | undefined => {
    if (!known.has(text)) {
      const architecture = space.parse(text);
      known.set(text, architecture && superNet.choicesOf(architecture));
    }
    return known.get(text);
  };
}

function Cell({
  cell,
  ...rest
}: { readonly cell: PlacedSuperNet } & Omit<Parameters<typeof SuperNetDrawing>[0], "cell">) {
  const frame = useRef<HTMLDivElement>(null);
  const name = cell.title.toLowerCase();
  return (
    <figure>
      <div className="card-head">
        <figcaption className="note">{cell.title}</figcaption>
        <ChartMenu name={`super-net-${name.replaceAll(" ", "-")}`} chart={frame} />
      </div>
      <div ref={frame} className="super-net-frame">
        <SuperNetDrawing cell={cell} {...rest} />
      </div>
    </figure>
  );
}

interface PathsProps {
  readonly step: number;
  readonly architectures: readonly Architecture[];
  readonly space: SearchSpace;
  readonly shown: number | undefined;
  readonly onShow: (path: number | undefined) => void;
}

/** The paths of the step shown, each drawn alone while it is pointed at or held. */
function Paths({ step, architectures, space, shown, onShow }: PathsProps) {
  return (
    <div className="search-options">
      <span className="note">paths of step {count(step)}</span>
      {architectures.map((architecture, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a path has no other name than its number
          key={index}
          type="button"
          className="button"
          aria-pressed={shown === index}
          title={space.print(architecture)}
          onClick={() => onShow(shown === index ? undefined : index)}
        >
          {index + 1}
        </button>
      ))}
    </div>
  );
}

/** What the two ends of the colors stand for. */
function endsOf(scale: Scale, most: number, momentum: Momentum | undefined): readonly [string, string] {
  if (scale === "count") return ["no path", `${count(most)} paths`];
  if (scale === "age") return [`${longAgo} steps ago or more`, "in this step"];
  return ["0", momentum ? momentum.largest.toPrecision(2) : "unknown"];
}

/** What the counts of this run do not say. */
function Remarks({ space }: { readonly space: SearchSpace }) {
  const settings = useLab(({ run, config }) => (run?.config ?? config).settings);
  const { network, training } = useMemo(() => recipeOf(space, settings), [space, settings]);
  return (
    <p className="card-note">
      Paths are counted from the run's seed and settings, from which the training thread draws them, too; it
      reports nothing for this picture. Skip connections, pooling and none have no weights: for them it is how
      often they were drawn. An operation that no way to the output leads through is not trained.
      {network.placement !== "edge" &&
        space.traits.placementChoice &&
        " Under the present setting, operations of several edges share their weights; each is counted where it was drawn."}
      {network.split && " The nets of the few-shot split are counted together."}
      {training.landmarkWeight > 0 && " The landmarks of the ranking loss are not counted."}
    </p>
  );
}
