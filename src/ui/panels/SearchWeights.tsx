/** @file On whose weights a search goes: those of a run of the list, or of a checkpoint's file. */
import { useMemo, useRef, useState } from "react";
import { readCheckpoint } from "../../core/checkpointFile.ts";
import { refused } from "../../core/fieldReader.ts";
import type { RunConfig, RunId } from "../../core/run.ts";
import { entryOf, type RunEntry } from "../../store/runs.ts";
import type { SearchGround } from "../../store/searchState.ts";
import { count } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useLab } from "../LabContext.tsx";
import { namesOf } from "../namesOf.ts";

export type WeightsFile = Extract<SearchGround, { kind: "file" }>;

interface ChosenWeights {
  /** Absent: those of the run shown, whichever that is. */
  readonly ground: SearchGround | undefined;
  /** What they are of. */
  readonly config: RunConfig;
  readonly isThere: boolean;
  readonly runs: readonly { readonly id: string; readonly name: string; readonly step: number }[];
  /** Opened before, and chosen from since. */
  readonly files: readonly WeightsFile[];
  readonly choose: (ground: SearchGround | undefined) => void;
  readonly addFile: (file: WeightsFile) => void;
}

/** Trained, and its weights still at hand. */
const hasWeights = ({ origin, run, kept }: RunEntry): boolean =>
  origin === "training" ? run.step > 0 : kept !== undefined && kept.checkpoint.step > 0;

/** What is searched on: what was chosen, or the run shown where the chosen one is gone from the list, or its weights are. */
export function groundOf(
  chosen: SearchGround | undefined,
  entries: readonly RunEntry[],
  active: RunId | undefined,
  choice: RunConfig,
): Pick<ChosenWeights, "ground" | "config" | "isThere"> {
  if (chosen?.kind === "file") return { ground: chosen, config: chosen.checkpoint.config, isThere: true };
  const own = entries.find((entry) => entry.id === chosen?.run && hasWeights(entry));
  const entry = own ?? entryOf(entries, active);
  return {
    ground: own && chosen,
    config: entry?.run.config ?? choice,
    isThere: entry !== undefined && hasWeights(entry),
  };
}

export function useWeights(): ChosenWeights {
  const [chosen, choose] = useState<SearchGround>();
  const [files, setFiles] = useState<readonly WeightsFile[]>([]);
  const addFile = (file: WeightsFile): void => setFiles((before) => [...before, file]);
  const listed = useLab((state) => state.listed);
  const active = useLab((state) => state.active);
  const choice = useLab((state) => state.config);
  const names = useMemo(() => namesOf(listed), [listed]);
  const runs = listed.flatMap(({ entry }, index) =>
    hasWeights(entry) ? [{ id: entry.id, name: names[index] ?? "", step: entry.run.step }] : [],
  );
  const entries = listed.map(({ entry }) => entry);
  return { ...groundOf(chosen, entries, active, choice), ...{ runs, files, choose, addFile } };
}

export function SearchWeights({ weights }: { readonly weights: ChosenWeights }) {
  const { ground, runs, files, choose, addFile } = weights;
  const [problem, setProblem] = useState("");
  const picker = useRef<HTMLInputElement>(null);
  const open = async (picked: File): Promise<void> => {
    const read = await picked.arrayBuffer().then(
      (bytes) => readCheckpoint(new Uint8Array(bytes)),
      () => refused("it cannot be read; it may have been moved or changed"),
    );
    setProblem(read.ok ? "" : `${picked.name}: ${read.problem.message}`);
    if (!read.ok) return;
    const opened = { kind: "file", name: picked.name, checkpoint: read.value } as const;
    addFile(opened);
    choose(opened);
  };
  const value =
    ground === undefined
      ? "shown"
      : ground.kind === "file"
        ? `file ${files.indexOf(ground)}`
        : `run ${ground.run}`;
  return (
    <div className="search-options">
      <label className="search-setting">
        <span className="note">on the weights of</span>
        <select
          value={value}
          onChange={(event) => {
            const { value: next } = event.currentTarget;
            if (next === "shown") choose(undefined);
            else if (next.startsWith("file ")) choose(files[Number(next.slice("file ".length))]);
            else choose({ kind: "run", run: next.slice("run ".length) });
          }}
        >
          <option value="shown">the run shown</option>
          {runs.map(({ id, name, step }) => (
            <option key={id} value={`run ${id}`}>
              {name}, step {count(step)}
            </option>
          ))}
          {files.map(({ name, checkpoint }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: files are only added
            <option key={index} value={`file ${index}`}>
              {name}, step {count(checkpoint.step)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="button" onClick={() => picker.current?.click()}>
        <Icon name="open" /> Open a checkpoint…
      </button>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".ckpt"
        aria-label="Open a checkpoint"
        onChange={(event) => {
          const [picked] = event.currentTarget.files ?? [];
          if (picked) void open(picked);
          event.currentTarget.value = "";
        }}
      />
      {problem !== "" && (
        <p className="note" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
