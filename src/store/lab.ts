/** @file The page's state and the actions on it, wired to the training thread, the address and the tables. */
import { defaultConfig } from "../core/config.ts";
import { fromLink } from "../core/shareLink.ts";
import type { LabClient } from "../worker/client.ts";
import { createActions } from "./actions.ts";
import { type Address, createAddress } from "./address.ts";
import { watchCertainty } from "./certainty.ts";
import type { LabActions, LabSource } from "./labState.ts";
import { createLabStore, type ReadonlyLabStore } from "./labStore.ts";
import { createRunController } from "./runController.ts";
import { createTrainingLock } from "./trainingLock.ts";

export interface Lab {
  readonly store: ReadonlyLabStore;
  readonly actions: LabActions;
}

export interface LabInput {
  readonly client: LabClient;
  /** Absolute address of the site, against which data sets and tables are found. */
  readonly base: string;
  readonly address?: Address;
  /** Whether the user asks pages to be sparing with data. */
  readonly sparing?: boolean;
}

/** Opens the lab as the address says, and starts to train unless it says otherwise. */
export function createLab(input: LabInput): Lab {
  const { client, base, address = createAddress(), sparing = false } = input;
  const { link, warnings } = fromLink(address.read());
  const store = createLabStore({ ...emptyLab, config: link.config, view: link.view, warnings });
  watchCertainty(store);
  const controller = createRunController({ store, client, base });
  const actions = createActions({ store, controller });

  const lock = createTrainingLock(globalThis.navigator?.locks, (anotherTrains) =>
    store.update({ anotherTrains }),
  );
  store.subscribe((state, before) => {
    if (state.phase !== before.phase) {
      if (state.phase === "running") lock.hold();
      else lock.release();
    }
    if (state.config !== before.config || state.view !== before.view) address.write(actions.link());
  });
  address.listen((hash) => {
    const heard = fromLink(hash);
    store.update({ warnings: heard.warnings });
    actions.changeView(heard.link.view);
    // A link stands for a run from the beginning.
    controller.change(heard.link.config, { isAnew: true });
  });
  controller.loadTruth();
  if (link.view.autorun && !sparing) controller.begin({ intent: "train", isCompared: false });
  return { store, actions };
}

const emptyLab: LabSource = {
  config: defaultConfig(),
  view: fromLink("").link.view,
  runs: [],
  active: undefined,
  baselineId: undefined,
  isBeside: false,
  removed: undefined,
  truth: { status: "loading" },
  certainties: new Map(),
  backends: undefined,
  anotherTrains: false,
  warnings: [],
  offer: undefined,
  selected: undefined,
  hovered: undefined,
};
