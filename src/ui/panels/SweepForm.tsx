/** @file Chooses what a sweep varies, over how many seeds, and begins it, or writes it as a file for the terminal. */
import { useMemo, useRef, useState } from "react";
import { settingsFor } from "../../core/heuristics/index.ts";
import { isLocked } from "../../core/linkView.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { maxRuns, printStudy } from "../../core/study/studyPlan.ts";
import { Segmented } from "../controls/Segmented.tsx";
import { download } from "../download.ts";
import { count, duration, short } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { planOf, presentValue, type SweptSetting, sizeOf } from "../sweepChoice.ts";
import { SweepSwitch } from "./SweepSwitch.tsx";

const titled = (value: string) => ({ value, title: value });
const seedCounts = ["1", "2", "3", "5"].map(titled);
const atOnceCounts = ["1", "2", "4"].map(titled);
const epochCounts = [{ value: "", title: "as set" }, ...["1", "2", "4", "8"].map(titled)];

export function SweepForm() {
  const config = useLab((state) => state.config);
  const threshold = useLab((state) => state.view.thr);
  // A recorded run's speed is that of the device that trained it.
  const rate = useLab(({ run, isRecorded }) => (isRecorded ? undefined : run?.points.last?.imagesPerSecond));
  const view = useLab((state) => state.view);
  const hasTable = useLab((state) => state.truth.status === "ready");
  const [vary, setVary] = useState<readonly SweptSetting[]>(() => {
    const value = presentValue(config, "sampler");
    return [{ key: "sampler", values: value === undefined ? [] : [value] }];
  });
  const [seeds, setSeeds] = useState(isLocked(view, "seed") ? "1" : "2");
  const [atOnce, setAtOnce] = useState("1");
  const [epochs, setEpochs] = useState("");
  const before = useLab((state) => state.sweepBefore?.outcomes.size ?? 0);
  const actions = useActions();
  const picker = useRef<HTMLInputElement>(null);
  const space = spaceById(config.space) ?? spaces[0];
  const chosen = vary.filter(
    ({ key, values }) =>
      values.length > 0 && !isLocked(view, key) && settingsFor(space).some((spec) => spec.key === key),
  );
  const plan = useMemo(
    () =>
      planOf(
        config,
        { vary: chosen, seeds: Number(seeds), ...(epochs !== "" && { epochs: Number(epochs) }) },
        threshold,
      ),
    [config, chosen, seeds, epochs, threshold],
  );
  const { runs, images } = useMemo(() => sizeOf(plan), [plan]);
  const isComparison = chosen.some(({ values }) => values.length > 1);
  const change = (index: number, next: SweptSetting | undefined): void =>
    setVary(next ? Object.assign([...vary], { [index]: next }) : vary.filter((_, other) => other !== index));
  return (
    <>
      <p className="card-note">
        Every option is trained with every seed, all else as the settings have it now, and compared in pairs
        that share a seed. The run shown is paused meanwhile.
      </p>
      {[0, ...(vary.length > 0 ? [1] : [])].map((index) => (
        <SweepSwitch
          key={index}
          label={index === 0 ? "Switch" : "Second switch"}
          config={config}
          chosen={vary[index]}
          taken={vary[1 - index]?.key}
          isOptional={index === 1}
          onChange={(next) => change(index, next)}
        />
      ))}
      <div className="search-options">
        {!isLocked(view, "seed") && (
          <>
            <span className="note">seeds</span>
            <Segmented label="Seeds of the sweep" value={seeds} options={seedCounts} onChange={setSeeds} />
          </>
        )}
        {!isLocked(view, "epochs") && (
          <>
            <span className="note">epochs</span>
            <Segmented
              label="Epochs of the sweep"
              value={epochs}
              options={epochCounts}
              onChange={setEpochs}
            />
          </>
        )}
        <span className="note">at once</span>
        <Segmented label="Runs at once" value={atOnce} options={atOnceCounts} onChange={setAtOnce} />
      </div>
      <p className="card-note" aria-live="polite">
        {isComparison
          ? `${count(runs)} runs, ${short(images)} images trained${rate ? `: about ${duration(images / rate)} at the ${count(rate)} images a second of now, scoring not counted` : ""}.`
          : "Tick at least two options."}
        {!hasTable && " A sweep needs a table of stand-alone accuracies to judge by."}
      </p>
      <div className="button-row">
        <button
          type="button"
          className="button primary"
          disabled={!isComparison || !hasTable || runs > maxRuns}
          onClick={() => actions.startSweep(plan, Number(atOnce))}
        >
          Start the sweep
        </button>
        <button
          type="button"
          className="button"
          disabled={!isComparison}
          title="The same study for the terminal: supernet-lab study study.json --out sweep"
          onClick={() => download("study.json", printStudy(plan), "application/json")}
        >
          <Icon name="download" /> Study file
        </button>
        <button type="button" className="button" onClick={() => picker.current?.click()}>
          <Icon name="open" /> Open results…
        </button>
        {before > 0 && (
          <button type="button" className="link-button" onClick={actions.restoreSweep}>
            bring the last sweep back ({count(before)} {before === 1 ? "run" : "runs"} done)
          </button>
        )}
        <input
          ref={picker}
          type="file"
          hidden
          aria-label="Open the results of a study"
          onChange={(event) => {
            void actions.openFiles([...(event.currentTarget.files ?? [])]);
            // The same file may be picked again.
            event.currentTarget.value = "";
          }}
        />
      </div>
    </>
  );
}
