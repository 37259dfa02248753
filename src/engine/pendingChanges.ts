/** @file Settings that were changed and did not act yet: they wait for the end of the unit of work that is under way. */
import { changedSettings, settingsDiff } from "../core/config.ts";
import type { PlannedChange } from "../core/plannedChange.ts";
import type { RunEvent } from "../core/run.ts";
import type { LiveEffect, Settings } from "../core/settings.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import type { Training } from "./training.ts";

interface AppliedChanges {
  readonly events: readonly RunEvent[];
  /** What the changed settings act on. */
  readonly effects: ReadonlySet<LiveEffect>;
}

const nothing: AppliedChanges = { events: [], effects: new Set() };

export class PendingChanges {
  readonly #space: SearchSpace;
  #settings: Settings | undefined;
  /** Those that the run makes by itself, in the order of their steps. */
  #planned: readonly PlannedChange[];

  constructor(space: SearchSpace, planned: readonly PlannedChange[] = []) {
    this.#space = space;
    this.#planned = planned;
  }

  get isEmpty(): boolean {
    return this.#settings === undefined;
  }

  /** Still to come. */
  get planned(): readonly PlannedChange[] {
    return this.#planned;
  }

  /** Takes all of `RunConfig.settings`, in the place of what waited before. */
  put(settings: Settings): void {
    this.#settings = settings;
  }

  /** Takes what differs between two settings, whatever waits or the run has by now. @param present settings of the run */
  putDifference(from: Settings, to: Settings, present: Settings): void {
    const changed = changedSettings(this.#space, from, to).map((one) => [one.key, one.to]);
    this.put(this.#over(this.#settings ?? present, changed));
  }

  /** Takes the planned changes that are due after so many steps; @returns whether there are any */
  putDue(step: number, present: Settings): boolean {
    const due = this.#planned.filter((one) => one.step <= step);
    if (due.length === 0) return false;
    this.#planned = this.#planned.slice(due.length);
    this.put(
      this.#over(
        this.#settings ?? present,
        due.map(({ key, to }) => [key, to]),
      ),
    );
    return true;
  }

  #over(settings: Settings, changed: readonly (readonly unknown[])[]): Settings {
    return settingsDiff(this.#space, { ...settings, ...Object.fromEntries(changed) });
  }

  /** Training goes on under the settings that waited. */
  apply(training: Training): AppliedChanges {
    const settings = this.#settings;
    if (!settings) return nothing;
    this.#settings = undefined;
    const changed = changedSettings(this.#space, training.config.settings, settings);
    training.configure(settings);
    const { totalSteps, position } = training;
    const events: RunEvent[] = [];
    const effects = new Set<LiveEffect>();
    for (const { effect, ...change } of changed) {
      // Whoever wants other networks begins another run.
      if (effect === "restart") continue;
      events.push({ type: "changed", ...change, effect, settings, totalSteps, ...position });
      effects.add(effect);
    }
    return { events, effects };
  }
}
