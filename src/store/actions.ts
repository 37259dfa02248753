/** @file What a visitor can do, in terms of the conductor and the state. */
import type { StoreApi } from "zustand/vanilla";
import { checkConfig, settingsDiff } from "../core/config.ts";
import { createRandom } from "../core/random.ts";
import type { RunConfig } from "../core/run.ts";
import type { Settings } from "../core/settings.ts";
import { toLink } from "../core/shareLink.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { Conductor } from "./conductor.ts";
import { exportRun, exportScores, openFile } from "./files.ts";
import type { LabActions, LabState } from "./labState.ts";
import type { Refresher } from "./refresher.ts";

export interface ActionsInput {
  readonly store: StoreApi<LabState>;
  readonly conductor: Conductor;
  readonly refresher: Refresher;
}

export function createActions({ store, conductor, refresher }: ActionsInput): LabActions {
  const get = store.getState;
  /** The choice with other settings; what could not act so far is still wanted. */
  const configWith = (settings: Settings): RunConfig => {
    const { config, offer } = get();
    const space = spaceById(config.space) ?? spaces[0];
    const wanted = { ...config.settings, ...offer?.changes, ...settings };
    return { ...config, settings: settingsDiff(space, wanted) };
  };
  const changeSettings = (settings: Settings): void => conductor.change(configWith(settings));
  return {
    toggle() {
      const { phase } = get();
      if (phase === "failed" || phase === "finished") return;
      conductor.want(phase === "running" || phase === "preparing" ? "pause" : "run");
    },
    start: () => conductor.want("run"),
    pause: () => conductor.want("pause"),
    resume: () => conductor.want("run"),
    advance(by) {
      const { phase, imported } = get();
      if (phase !== "failed" && phase !== "finished" && !imported) conductor.advance(by);
    },
    restart: () => conductor.begin({ paused: false, ghost: false }),
    newSeed() {
      const { config, wanted } = get();
      // Any other seed will do; derived from the present one, so that a demonstration can be repeated.
      const seed = createRandom(config.seed).fork("new seed").below(10_000);
      const next = { ...config, seed: seed === config.seed ? seed + 1 : seed };
      if (wanted === "nothing") store.setState({ config: next });
      else conductor.change(next);
    },
    changeSetting: (key, value) => changeSettings({ [key]: value }),
    changeSettings,
    trainWith: (settings) => conductor.change(configWith(settings), { anew: true }),
    takeOffer() {
      if (get().offer) conductor.change(configWith({}), { anew: true });
    },
    dismissOffer: () => store.setState({ offer: undefined }),
    resetSettings: () => conductor.change({ ...get().config, settings: {} }),
    changeSpace(id) {
      const { config } = get();
      if (id === config.space || !spaceById(id)) return;
      const checked = checkConfig({ ...config, space: id });
      store.setState({ warnings: checked.warnings, selected: undefined, hovered: undefined });
      conductor.change(checked.config);
    },
    changeView(change) {
      const { view, wanted } = get();
      const next = { ...view, ...change };
      store.setState({ view: next });
      if (next.thr !== view.thr || next.metric !== view.metric) refresher.renew();
      if (next.backend !== view.backend && wanted !== "nothing")
        conductor.begin({ paused: wanted !== "run", ghost: false });
    },
    select: (selected) => store.setState({ selected }),
    hover(hovered) {
      if (hovered !== get().hovered) store.setState({ hovered });
    },
    dropGhost: () => store.setState({ ghost: undefined }),
    dismissWarnings: () => store.setState({ warnings: [] }),
    openFile: (name, text) => openFile({ store, conductor, refresher }, name, text),
    exportScores: () => exportScores(get()),
    exportRun: () => exportRun(get()),
    link() {
      const { config, view } = get();
      return toLink({ config, view });
    },
  };
}
