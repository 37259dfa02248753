/** @file What this browser keeps of runs, how much room that takes, and how to be rid of it. */
import { useEffect, useState } from "react";
import { describeDifference } from "../../core/describeConfig.ts";
import type { KeptItem } from "../../store/keptRuns.ts";
import { count } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";

const time = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200);

export function KeptSection() {
  const keeping = useLab((state) => state.keeping);
  const actions = useActions();
  const [items, setItems] = useState<readonly KeptItem[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isStale = false;
    actions.listKept().then(
      (found) => {
        if (!isStale) setItems(found);
      },
      (error: unknown) => {
        if (!isStale) setProblem(`The list cannot be read: ${reasonOf(error)}`);
      },
    );
    return () => {
      isStale = true;
    };
  }, [actions]);
  const clear = async (): Promise<void> => {
    try {
      await actions.clearKept();
      setItems(await actions.listKept());
    } catch (error) {
      setProblem(`Not all could be forgotten: ${reasonOf(error)}`);
    }
  };
  const total = (items ?? []).reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <section>
      <h3>Kept in this browser</h3>
      {keeping.status === "impossible" && (
        <p className="note">
          This browser keeps no runs ({keeping.reason}); the page asks before it is left.
        </p>
      )}
      {keeping.status === "off" && (
        <p className="note">Nothing more is kept until this page is loaded anew.</p>
      )}
      {problem && (
        <p className="note" role="alert">
          {problem}
        </p>
      )}
      {items && (
        <>
          <p className="note">
            {count(items.length)} {items.length === 1 ? "run" : "runs"}, {megabytes(total)}. Runs are kept
            with their last checkpoint, so that a page that is opened again goes on with them. “Clear all”
            forgets the last sweep, what was trained alone and images that you opened, too.
          </p>
          <ul>
            {items.map(({ id, run, name, bytes, savedAt, isElsewhere }) => (
              <li key={id}>
                {name ?? describeDifference(run.config)}, step {count(run.step)}
                <span className="note">
                  {" "}
                  {megabytes(bytes)}, {time.format(savedAt)}
                  {isElsewhere && ", in another open tab"}
                </span>
              </li>
            ))}
          </ul>
          {items.length > 0 && (
            <button type="button" className="button" onClick={() => void clear()}>
              Clear all
            </button>
          )}
        </>
      )}
    </section>
  );
}
