/** @file Settings that were changed and did not act yet: they wait for the end of the unit of work that is under way. */
import { changedSettings } from "../core/config.ts";
import type { RunEvent } from "../core/run.ts";
import type { LiveEffect, Settings } from "../core/settings.ts";
import type { SearchSpace } from "../core/spaces/space.ts";
import type { Training } from "./training.ts";

export interface AppliedChanges {
  readonly events: readonly RunEvent[];
  /** What the changed settings act on. */
  readonly effects: ReadonlySet<LiveEffect>;
}

const nothing: AppliedChanges = { events: [], effects: new Set() };

export class PendingChanges {
  readonly #space: SearchSpace;
  #settings: Settings | undefined;

  constructor(space: SearchSpace) {
    this.#space = space;
  }

  get isEmpty(): boolean {
    return this.#settings === undefined;
  }

  /** Takes all of `RunConfig.settings`, in the place of what waited before. */
  put(settings: Settings): void {
    this.#settings = settings;
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
