/** @file Takes all changes of settings back, and brings them again. */
import { useActions, useLab } from "../LabContext.tsx";

export function ResetControl() {
  const changed = useLab((state) => Object.keys(state.config.settings).length);
  const lost = useLab(({ config, resetFrom }) =>
    resetFrom?.space === config.space ? Object.keys(resetFrom.settings).length : 0,
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
