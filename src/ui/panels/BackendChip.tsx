/** @file Where training runs and how fast. */
import { Boundary } from "../Boundary.tsx";
import { Popover } from "../controls/Popover.tsx";
import { Icon } from "../icons.tsx";
import { useLab } from "../LabContext.tsx";
import { Late } from "../Late.tsx";
import { backendDetails } from "../parts.ts";

export function BackendChip() {
  const backend = useLab((state) => state.run?.backend);
  const speed = useLab(({ run }) => run?.points.last?.imagesPerSecond);
  const running = useLab((state) => state.phase === "running");
  // Backend and speed are those of the run; what is known of a card is of this device, where a recorded run was not trained.
  const software = useLab(
    ({ backends, isRecorded }) =>
      !isRecorded && backends?.reports.find(({ backend: id }) => id === backends.chosen)?.software === true,
  );
  return (
    <div className="chip-group">
      <span className="chip">
        <span className="chip-dot" data-on={running || undefined} aria-hidden="true" />
        <output aria-label="backend" aria-live="off">
          {backend || "–"}
        </output>
        {software && (
          <span className="badge badge-restart" title="No graphics card: the processor imitates one.">
            software GPU
          </span>
        )}
        <span className="number">
          <output aria-label="images per second" aria-live="off">
            {speed === undefined ? "–" : Math.round(speed)}
          </output>{" "}
          <span className="note">img/s</span>
        </span>
      </span>
      <Popover
        label="About the backend"
        className="icon-button small"
        button={<Icon name="down" size={14} />}
      >
        <Boundary title="Where training runs">
          <Late part={backendDetails} props={{}} />
        </Boundary>
      </Popover>
    </div>
  );
}
