/** @file What is done with a run less often: its name, whether charts show it, further seeds of its configuration. */

import { useId } from "react";
import { isLocked } from "../../core/linkView.ts";
import { isSameTask } from "../../store/changeRun.ts";
import type { RunEntry } from "../../store/runs.ts";
import { Popover } from "../controls/Popover.tsx";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";

export function RunMenu({ entry, name }: { readonly entry: RunEntry; readonly name: string }) {
  const actions = useActions();
  const field = useId();
  return (
    <Popover label={`More: ${name}`} className="icon-button small" button={<Icon name="more" size={16} />}>
      <p>
        <label htmlFor={field}>Name</label>{" "}
        <input
          id={field}
          type="text"
          maxLength={60}
          placeholder={name}
          defaultValue={entry.name ?? ""}
          onBlur={(event) => actions.renameRun(entry.id, event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            actions.renameRun(entry.id, event.currentTarget.value);
            event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover();
          }}
        />
      </p>
      <p>
        <button
          type="button"
          className="link-button"
          onClick={() => actions.hideRun(entry.id, !entry.isHidden)}
        >
          {entry.isHidden ? "show in charts and comparisons" : "hide from charts and comparisons"}
        </button>
      </p>
      <p>
        <MoreSeeds entry={entry} name={name} />
      </p>
    </Popover>
  );
}

/** Begins the same configuration with further seeds; not where a live change makes it another one. */
export function MoreSeeds({ entry, name }: { readonly entry: RunEntry; readonly name: string }) {
  const actions = useActions();
  // The table of the present choice judges them.
  const isJudged = useLab((state) => isSameTask(state.config, entry.run.config));
  const isSeedLocked = useLab((state) => isLocked(state.view, "seed"));
  const isChanged = entry.run.changes.some(({ effect }) => effect === "nextStep");
  if (isChanged || isSeedLocked || !isJudged) return null;
  return (
    <button
      type="button"
      className="link-button"
      aria-label={`Two more seeds: ${name}`}
      title="Trains the same configuration with two further seeds, from the beginning"
      onClick={() => actions.addSeeds(entry.id, 2)}
    >
      +2 seeds
    </button>
  );
}
