/** @file Six experiments, one click each. */
import { experiments } from "../experiments.ts";
import { useActions } from "../LabContext.tsx";

export function TryPanel() {
  const actions = useActions();
  return (
    <section className="card wide" aria-labelledby="try-title">
      <div className="card-head">
        <h2 id="try-title">You could try…</h2>
        <button type="button" className="link-button" onClick={actions.resetSettings}>
          back to the defaults
        </button>
      </div>
      <ul className="experiments">
        {experiments.map(({ id, title, watch, settings }) => (
          <li key={id}>
            <button type="button" className="experiment" onClick={() => actions.changeSettings(settings)}>
              <strong>{title}</strong>
              <span>{watch}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
