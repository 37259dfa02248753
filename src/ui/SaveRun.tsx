/** @file The run as a file where the usual way to it is broken: what was measured is still there. */
import { download } from "./download.ts";
import { useActions, useLabState } from "./LabContext.tsx";
import { runFileName } from "./runFileName.ts";

export function SaveRun() {
  const actions = useActions();
  const state = useLabState();
  const save = (): void => {
    const { run } = state();
    const text = actions.exportRun();
    if (run && text) download(`${runFileName(run)}.json`, text, "application/json");
  };
  return (
    <button type="button" className="button" onClick={save}>
      Save the run
    </button>
  );
}
