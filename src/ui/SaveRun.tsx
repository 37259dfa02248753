/** @file The run as a file where the usual way to it is broken: what was measured is still there. */
import { download } from "./download.ts";
import { useActions } from "./LabContext.tsx";

export function SaveRun() {
  const actions = useActions();
  const save = (): void => {
    const text = actions.exportRun();
    if (text) download("run.json", text, "application/json");
  };
  return (
    <button type="button" className="button" onClick={save}>
      Save the run
    </button>
  );
}
