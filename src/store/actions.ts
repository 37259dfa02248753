/** @file What a user can do, in terms of the run controller and the state. */
import { checkConfig, settingsDiff } from "../core/config.ts";
import { datasets } from "../core/datasets.ts";
import { isLocked } from "../core/linkView.ts";
import { createRandom } from "../core/random.ts";
import type { RunConfig } from "../core/run.ts";
import { exportRun } from "../core/runFile.ts";
import type { Settings } from "../core/settings.ts";
import { toLink } from "../core/shareLink.ts";
import { spaceById, spaces } from "../core/spaces/index.ts";
import type { Besides } from "./besides.ts";
import type { ClassFiles } from "./classState.ts";
import type { Imports } from "./imports.ts";
import type { KeptRuns } from "./keptRuns.ts";
import type { LabActions } from "./labState.ts";
import { type LabStore, nothingChosen } from "./labStore.ts";
import type { LatePart } from "./latePart.ts";
import type { OwnImages } from "./ownImages.ts";
import type { RunController } from "./runController.ts";
import { entryOf } from "./runs.ts";
import { furtherSeeds } from "./seeds.ts";
import type { Sweep } from "./sweep.ts";

interface ActionsInput {
  readonly store: LabStore;
  readonly controller: RunController;
  readonly besides: LatePart<Besides>;
  readonly sweep: LatePart<Sweep>;
  readonly imports: LatePart<Imports>;
  readonly images: LatePart<OwnImages>;
  readonly ofClass: LatePart<ClassFiles>;
  /** Runs of earlier pages; absent: none is kept. */
  readonly kept: Promise<KeptRuns> | undefined;
}

const maxNameLength = 60;

export function createActions({
  store,
  controller,
  besides,
  sweep,
  imports,
  images,
  ofClass,
  kept,
}: ActionsInput): LabActions {
  const get = store.getState;
  /** The choice with other settings; what could not act so far is still wanted. */
  const configWith = (settings: Settings): RunConfig => {
    const { config, offer } = get();
    const space = spaceById(config.space) ?? spaces[0];
    const wanted = { ...config.settings, ...offer?.changes, ...settings };
    return { ...config, settings: settingsDiff(space, wanted) };
  };
  /** Those that the link lets be changed. */
  const free = (settings: Settings): Settings => {
    const { view } = get();
    return Object.fromEntries(Object.entries(settings).filter(([key]) => !isLocked(view, key)));
  };
  return {
    toggle() {
      const { phase } = get();
      if (phase === "failed" || phase === "finished") return;
      controller.intend(phase === "running" || phase === "preparing" ? "pause" : "train");
    },
    start: () => controller.intend("train"),
    pause: () => controller.intend("pause"),
    resume: () => controller.intend("train"),
    advance(by) {
      const { phase } = get();
      if (phase !== "failed" && phase !== "finished") controller.intend(by);
    },
    restart: () => controller.begin({ intent: "train", isCompared: false }),
    newSeed() {
      const { config, phase, view } = get();
      if (isLocked(view, "seed")) return;
      // Any other seed will do; derived from the present one, so that a demonstration can be repeated.
      const seed = createRandom(config.seed).fork("new seed").below(10_000);
      controller.change({ ...config, seed: seed === config.seed ? seed + 1 : seed });
      // As a restart does, from a pause, too.
      if (phase === "paused") controller.intend("train");
    },
    changeSetting: (key, value) => controller.change(configWith(free({ [key]: value }))),
    changeSettings: (settings) => controller.change(configWith(free(settings))),
    changeAsLesson: (settings) => controller.change(configWith(settings)),
    trainWith: (settings) => controller.change(configWith(free(settings)), { isAnew: true }),
    takeOffer() {
      if (get().offer) controller.change(configWith({}), { isAnew: true });
    },
    dismissOffer: () => store.update({ offer: undefined }),
    resetSettings() {
      const { config, view } = get();
      const kept = Object.entries(config.settings).filter(([key]) => isLocked(view, key));
      const { space, settings } = config;
      if (kept.length < Object.keys(settings).length) store.update({ resetFrom: { space, settings } });
      controller.change({ ...config, settings: Object.fromEntries(kept) });
    },
    restoreSettings() {
      const { config, resetFrom } = get();
      store.update({ resetFrom: undefined });
      if (resetFrom?.space === config.space)
        controller.change(configWith(free({ ...resetFrom.settings, ...config.settings })));
    },
    beginLinked: (config, baseline) =>
      controller.beginLinked({ config, view: get().view, ...(baseline && { baseline }) }),
    changeSpace(id) {
      const { config, view } = get();
      if (id === config.space || !spaceById(id) || isLocked(view, "space")) return;
      const checked = checkConfig({ ...config, space: id });
      store.update({ warnings: checked.warnings, ...nothingChosen });
      controller.change(checked.config);
    },
    changeView(change) {
      const { view, phase, active } = get();
      const next = { ...view, ...change };
      store.update({ view: next });
      if (next.backend === view.backend || active === undefined) return;
      const isResting = phase === "paused" || phase === "finished" || phase === "failed";
      controller.begin({ intent: isResting ? "pause" : "train", isCompared: false });
    },
    select(selected) {
      // What a search found may be of another space than the one shown.
      const { space } = (get().run ?? get()).config;
      if (selected !== undefined && !spaceById(space)?.parse(selected)) return;
      // What a finger tapped stays pointed at until something else is chosen.
      store.update({ selected, ...(selected !== get().hovered && { hovered: undefined }) });
    },
    hover(hovered) {
      if (hovered !== get().hovered) store.update({ hovered });
    },
    setBeside: (isBeside) => store.update({ isBeside }),
    compareWith: (settings) => controller.change(configWith(free(settings)), { isBeside: true }),
    showRun: (id) => controller.show(id),
    pauseRun: (id) => controller.intendOf(id, "pause"),
    resumeRun: (id) => controller.intendOf(id, "train"),
    setBaseline(baselineId) {
      if (baselineId !== get().active) store.update({ baselineId });
    },
    startSearch: (asked, ground) => void besides.with(({ search }) => search.search(asked, ground)),
    intendSearch: (intent) => void besides.with(({ search }) => search.intendSearch(intent)),
    stopSearch: () => void besides.with(({ search }) => search.stopSearch()),
    trainStandAlone: (...order) => void besides.with(({ standAlone }) => standAlone.train(...order)),
    startLandscape: (kind, architecture) =>
      void besides.with(({ landscape }) => landscape.start(kind, architecture)),
    stopLandscape: (id) => void besides.with(({ landscape }) => landscape.stop(id)),
    stopStandAlone: (id) => void besides.with(({ standAlone }) => standAlone.stop(id)),
    startSweep: (plan, atOnce) => void sweep.with((one) => one.start(plan, atOnce)),
    stopSweep: () => void sweep.with((one) => one.stop()),
    resumeSweep: () => void sweep.with((one) => one.resume()),
    closeSweep: () => void sweep.with((one) => one.close()),
    restoreSweep: () => void sweep.with((one) => one.restoreBefore()),
    listKept: async () => {
      const runs = await kept?.catch(() => undefined);
      return runs?.list();
    },
    clearKept: async () => {
      store.update({ keeping: { status: "off" } });
      const runs = await kept?.catch(() => undefined);
      await runs?.clear();
    },
    renameRun: (id, name) =>
      store.updateRun(id, () => ({ name: name.trim().slice(0, maxNameLength) || undefined })),
    hideRun: (id, isHidden) => store.updateRun(id, () => ({ isHidden })),
    addSeeds(id, count) {
      const { runs, view } = get();
      if (isLocked(view, "seed")) return;
      const config = entryOf(runs, id)?.run.config;
      if (config) controller.beginBeside(furtherSeeds(config, runs, count));
    },
    removeRun: (id) => controller.remove([id]),
    removeOtherRuns() {
      const { runs, active } = get();
      controller.remove(runs.flatMap(({ id }) => (id === active ? [] : [id])));
    },
    restoreRun() {
      const { removed } = get();
      controller.restore(removed.at(-1) ?? []);
      store.update({ removed: removed.slice(0, -1) });
    },
    dropBaseline: () => store.update({ baselineId: undefined }),
    dismissWarnings: () => store.update({ warnings: [] }),
    openFiles: (files) => imports.with((one) => one.open(files)),
    changeClass: (work) => ofClass.with(work),
    answerImport: (id, maps) => imports.with((one) => one.answer(id, maps)),
    readImportFor: (id, space) => imports.with((one) => one.readFor(id, space)),
    judgeByImport: (id) => imports.with((one) => one.use(id)),
    closeImport: (id) => imports.with((one) => one.close(id)),
    resizeImages: () => images.with((one) => one.resize()),
    leaveImages: () => void images.with((one) => one.leave()),
    useLabImages() {
      const { config, view } = get();
      if (!isLocked(view, "dataset"))
        controller.change({ ...config, dataset: datasets[0].id }, { isAnew: true });
    },
    showImports: (isImportShown) => store.update({ isImportShown }),
    judgeByShipped: () => controller.judgeByShipped(),
    exportRun() {
      const { run } = get();
      return run && exportRun(run);
    },
    link() {
      const { config, view } = get();
      return toLink({ config, view });
    },
    comparisonLink() {
      const { run, baseline, view } = get();
      if (!run || !baseline) return undefined;
      const changes = [...run.changes, ...baseline.run.changes];
      if (changes.some(({ effect }) => effect === "nextStep")) return undefined;
      const { config } = baseline.run;
      if (config.space !== run.config.space || config.dataset !== run.config.dataset) return undefined;
      return toLink({ config: run.config, view, baseline: config });
    },
  };
}
