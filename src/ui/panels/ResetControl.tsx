/** @file Takes all changes of settings back, and brings them again. */
import { isLocked, type LinkView } from "../../core/linkView.ts";
import type { Settings } from "../../core/settings.ts";
import { useActions, useLab } from "../LabContext.tsx";

/** How many settings the page may change. */
const freeOf = (settings: Settings, view: LinkView): number =>
  Object.keys(settings).filter((key) => !isLocked(view, key)).length;

export function ResetControl() {
  const changed = useLab(({ config, view }) => freeOf(config.settings, view));
  const lost = useLab(({ config, resetFrom, view }) =>
    resetFrom?.space === config.space ? freeOf(resetFrom.settings, view) : 0,
  );
  const actions = useActions();
  const named = (count: number): string => (count === 1 ? "1 change" : `${count} changes`);
  return (
    <span className="reset-control">
      {lost > 0 && (
        <button type="button" className="link-button" onClick={actions.restoreSettings}>
          bring {named(lost)} back
        </button>
      )}
      {changed > 0 && (
        <button type="button" className="link-button" onClick={actions.resetSettings}>
          undo {named(changed)}
        </button>
      )}
    </span>
  );
}
