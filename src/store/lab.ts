/** @file The page's state and the actions on it, wired to the training thread, the address and the tables. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { defaultConfig } from "../core/config.ts";
import { fromLink } from "../core/shareLink.ts";
import type { LabClient } from "../worker/client.ts";
import { createActions } from "./actions.ts";
import { type Address, createAddress } from "./address.ts";
import { createConductor } from "./conductor.ts";
import { noFigures } from "./figures.ts";
import type { LabActions, LabState } from "./labState.ts";
import { createRefresher } from "./refresher.ts";
import { createTrainingLock } from "./trainingLock.ts";

export interface Lab {
  readonly store: StoreApi<LabState>;
  readonly actions: LabActions;
}

export interface LabInput {
  readonly client: LabClient;
  /** Absolute address of the site, against which data sets and tables are found. */
  readonly base: string;
  readonly address?: Address;
  /** Whether the visitor asks pages to be sparing with data. */
  readonly sparing?: boolean;
}

/** Opens the lab as the address says, and starts to train unless it says otherwise. */
export function createLab(input: LabInput): Lab {
  const { client, base, address = createAddress(), sparing = false } = input;
  const { link, warnings } = fromLink(address.read());
  const store = createStore<LabState>(() => ({
    ...emptyState,
    config: link.config,
    view: link.view,
    warnings,
  }));
  const refresher = createRefresher(store);
  const conductor = createConductor({ store, client, base, refresher });
  const actions = createActions({ store, conductor, refresher });

  const lock = createTrainingLock(globalThis.navigator?.locks, (anotherTrains) =>
    store.setState({ anotherTrains }),
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
    store.setState({ warnings: heard.warnings });
    actions.changeView(heard.link.view);
    // A link stands for a run from the beginning.
    conductor.change(heard.link.config, { anew: true });
  });
  void conductor.loadTruth();
  if (link.view.autorun && !sparing) conductor.begin({ paused: false, ghost: false });
  return { store, actions };
}

const emptyState: LabState = {
  config: defaultConfig(),
  view: fromLink("").link.view,
  phase: "waiting",
  wanted: "nothing",
  preparing: "",
  run: undefined,
  figures: noFigures,
  certainty: undefined,
  ghost: undefined,
  imported: false,
  truth: { status: "loading" },
  references: {},
  backends: undefined,
  memory: undefined,
  pace: undefined,
  anotherTrains: false,
  warnings: [],
  offer: undefined,
  selected: undefined,
  hovered: undefined,
};
