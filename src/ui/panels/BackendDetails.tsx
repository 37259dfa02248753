/** @file What the start-up probe found of each way of computing, and a choice. */
import { backendIds } from "../../core/backends.ts";
import { viewSettings } from "../../core/linkView.ts";
import { CopyButton } from "../CopyButton.tsx";
import { diagnostics } from "../diagnostics.ts";
import { count } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";

const choices = viewSettings.find((spec) => spec.key === "backend");
const titleOf = (id: string): string => choices?.choices.find(({ value }) => value === id)?.title ?? id;

export default function BackendDetails() {
  const backends = useLab((state) => state.backends);
  const choice = useLab((state) => state.view.backend);
  const failure = useLab((state) => state.run?.failure);
  const memory = useLab((state) => state.memory);
  const actions = useActions();
  return (
    <>
      <p className="popover-title">Where training runs</p>
      <p>
        Everything trains on this device, in a thread of its own. At the start each way of computing trains a
        few tiny steps, and the fastest is taken.
      </p>
      <label className="setting">
        <span className="setting-title">Use</span>
        <select
          value={choice}
          onChange={(event) => actions.changeView({ backend: event.currentTarget.value as typeof choice })}
        >
          {choices?.choices.map(({ value, title }) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {backends && (
        <ul className="backend-list">
          {backendIds.map((id) => {
            const report = backends.reports.find((item) => item.backend === id);
            const speed = report?.imagesPerSecond;
            return (
              <li key={id}>
                <strong>
                  {titleOf(id)}
                  {id === backends.chosen && " ✓"}
                </strong>
                <span className="number">
                  {speed === undefined ? "not measured" : `${count(speed)} img/s`}
                </span>
                <span className="note">{[report?.device, report?.failure].filter(Boolean).join("; ")}</span>
              </li>
            );
          })}
        </ul>
      )}
      <p>
        <CopyButton
          label="Copy diagnostics"
          className="link-button"
          text={diagnostics({ failure, backends })}
        />
      </p>
      {memory && (
        <p className="source">
          Holds {count(memory.buffers)} tensors, {(memory.bytes / 1e6).toFixed(1)} MB.
        </p>
      )}
    </>
  );
}
