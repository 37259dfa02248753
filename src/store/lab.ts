/** @file The page's state and the actions on it, wired to the training thread, the address and the tables. */
import { changeKind, defaultConfig } from "../core/config.ts";
import { printChanges } from "../core/plannedChange.ts";
import { fromLink, type LabLink, toLink } from "../core/shareLink.ts";
import type { LabClient } from "../worker/client.ts";
import type { ImagesReader } from "../worker/imagesProtocol.ts";
import type { FileReaders } from "../worker/importProtocol.ts";
import { createActions } from "./actions.ts";
import { type Address, createAddress } from "./address.ts";
import { watchCertainty } from "./certainty.ts";
import type { KeptEntry, KeptRuns } from "./keptRuns.ts";
import type { LabActions, LabSource } from "./labState.ts";
import { createLabStore, type ReadonlyLabStore } from "./labStore.ts";
import { createLatePart } from "./latePart.ts";
import { createLiveRuns } from "./liveRuns.ts";
import { openKept } from "./openKept.ts";
import { noOwnImages } from "./ownImagesState.ts";
import { bringReferences } from "./references.ts";
import { createRunController } from "./runController.ts";
import { entryOf, isTraining, type RunEntry } from "./runs.ts";
import { createTrainingLock } from "./trainingLock.ts";

export interface Lab {
  readonly store: ReadonlyLabStore;
  readonly actions: LabActions;
  /** A newer version of the site was fetched and waits. */
  announceNewVersion(): void;
  /** Fetches what its actions need and the page has not loaded yet, before the connection can be lost. */
  preload(): void;
}

export interface LabInput {
  readonly client: LabClient;
  /** Of a user's files, and of own images; loaded when the first are opened. */
  readonly fileReaders: () => Promise<FileReaders>;
  readonly imagesReader: () => Promise<ImagesReader>;
  /** Absolute address of the site, against which data sets and tables are found. */
  readonly base: string;
  readonly address?: Address;
  /** Whether the user asks pages to be sparing with data. */
  readonly sparing?: boolean;
  /** A name that no other page has; runs are numbered under it. */
  readonly tab?: string;
  /** Names the code that trains and scores, in the results of a sweep. */
  readonly code?: string;
  /** Runs of earlier pages; absent: none is kept. */
  readonly kept?: Promise<KeptRuns>;
}

/** Opens the lab as the address says, and starts to train unless it says otherwise. */
export function createLab(input: LabInput): Lab {
  const {
    client,
    fileReaders,
    imagesReader,
    base,
    address = createAddress(),
    sparing = false,
    tab = "",
    code = "",
  } = input;
  const isBare = address.read() === "";
  const { link, warnings } = fromLink(address.read());
  const store = createLabStore({ ...emptyLab, config: link.config, view: link.view, warnings });
  watchCertainty(store);
  bringReferences(store);
  const live = createLiveRuns(store, client, base, tab);
  const controller = createRunController({ store, client, live, base });
  const sweep = createLatePart({
    ...{ store, what: "The sweep could not be done" },
    load: () => import("./sweep.ts"),
    make: ({ createSweep }) => createSweep({ store, live, base, code, kept: input.kept }),
  });
  const images = createLatePart({
    ...{ store, what: "The images could not be opened" },
    load: () => Promise.all([import("./ownImages.ts"), imagesReader()]),
    make: ([{ createOwnImages }, reader]) => createOwnImages(store, controller, reader),
  });
  const ofClass = createLatePart({
    ...{ store, what: "The class sheet could not be made" },
    load: () => import("./classFiles.ts"),
    make: ({ createClassFiles }) => createClassFiles(store, controller, base),
  });
  const imports = createLatePart({
    ...{ store, what: "The files could not be opened" },
    load: () => Promise.all([import("./imports.ts"), fileReaders()]),
    make: ([{ createImports }, readers]) =>
      createImports({ store, controller, sweep, images, ofClass, readers }),
  });
  const besides = createLatePart({
    ...{ store, what: "What was asked for could not be begun" },
    load: () => import("./besides.ts"),
    make: ({ createBesides }) => createBesides(store, live),
  });
  const actions = createActions({
    ...{ store, controller, sweep, images, imports, ofClass, besides, kept: input.kept },
  });

  const carried = createLatePart({
    ...{ store, what: "What the link carries could not be opened" },
    load: () => import("./carried.ts"),
    make: ({ createCarried }) => createCarried(store, controller, address),
  });
  let asked: LabLink | undefined;
  const begin = (link: LabLink): void => {
    asked = link;
    const { config, active } = store.getState();
    // What it carries comes late; a later choice has the last word.
    const isWanted = (): boolean =>
      asked === link && config === store.getState().config && active === store.getState().active;
    if (link.changes === undefined && link.run === undefined) controller.beginLinked(link);
    else void carried.with((one) => one.begin(link, isWanted));
  };

  const lock = createTrainingLock(globalThis.navigator?.locks, (anotherTrains) =>
    store.update({ anotherTrains }),
  );
  store.subscribe((state, before) => {
    const trains = state.runs.some(isTraining);
    if (trains !== before.runs.some(isTraining)) {
      if (trains) lock.hold();
      else lock.release();
    }
    const carried = carriedBy(state);
    const isSame = state.config === before.config && state.view === before.view;
    if (isSame && carried === carriedBy(before)) return;
    address.write(actions.link() + carried);
  });
  address.listen((hash) => {
    const heard = fromLink(hash);
    store.update({ warnings: heard.warnings });
    // What could not be taken does not stay in the address, to be shared on.
    if (heard.warnings.length > 0) address.write(toLink(heard.link));
    actions.changeView(heard.link.view);
    // A link stands for a run from the beginning.
    const { baseline, changes, run } = heard.link;
    const { active, config } = store.getState();
    const kind = changeKind(config, heard.link.config);
    const isOfTraining = active !== undefined && kind !== "none" && kind !== "rerank";
    if ((baseline ?? changes ?? run) || isOfTraining) begin(heard.link);
    else controller.change(heard.link.config, { isAnew: true });
  });
  if (warnings.length > 0) address.write(toLink(link));
  controller.loadTruth();
  const startUp: Parameters<typeof openKept>[2] = (entries, kept, forget) => {
    const isSame = ({ entry, isActive }: KeptEntry): boolean =>
      isActive &&
      link.baseline === undefined &&
      toLink({ config: entry.run.config, view: link.view }) ===
        toLink({ config: link.config, view: link.view });
    // The same run before it had trained: it begins anew below.
    const isBegun = (one: KeptEntry): boolean =>
      one.entry.run.step === 0 && one.entry.kept === undefined && isSame(one);
    const found = entries.filter((one) => !isBegun(one));
    for (const one of entries) if (isBegun(one)) forget?.(one.entry.id);
    // An address without a word asks for nothing of its own: the last visit goes on where it had not come to its end.
    const isOpenEnded = ({ isActive, entry: { kept, run } }: KeptEntry): boolean =>
      isBare && isActive && kept !== undefined && run.status !== "finished" && run.status !== "failed";
    controller.restore(found.flatMap(({ entry, isRemoved }) => (isRemoved ? [] : [entry])));
    store.update({ removed: found.flatMap(({ entry, isRemoved }) => (isRemoved ? [[entry]] : [])) });
    if (found.some(({ entry }) => entry.planned)) void carried.with(() => {});
    if (kept !== undefined) void sweep.with((one) => one.restore(kept));
    // A story that has not begun to differ from the run that it begins as is another one than that of other changes.
    const storyOf = ({ entry: { planned, run } }: KeptEntry): string | undefined =>
      planned !== undefined && run.changes.length === 0 ? printChanges(planned) : undefined;
    // Beside the one shown; those of a sweep the sweep begins.
    const isTwin = ({ entry, isLive, isRemoved }: KeptEntry): boolean =>
      isLive && !isRemoved && !entry.isSwept && entry.kept !== undefined;
    const goOn = ({ id, intent, run }: RunEntry): void => {
      if (intent === "train" && run.status === "running") controller.intendOf(id, "train");
    };
    // What was chosen while the database was opened has the last word.
    const { config, active } = store.getState();
    if (active !== undefined) return;
    const isUntouched = config === link.config;
    const last = found.findLast(
      (one) => isUntouched && ((isSame(one) && storyOf(one) === link.changes) || isOpenEnded(one)),
    );
    if (link.run !== undefined && isUntouched) {
      begin(link);
      return;
    }
    if (last) {
      const { id } = last.entry;
      controller.show(id);
      // Of the same page: another one compared other runs.
      const isItsBaseline = (one: KeptEntry): boolean =>
        one.isBaseline && one.tab === last.tab && one.entry.id !== id;
      store.update({
        keeping: { status: "resumed", run: id },
        baselineId: found.findLast(isItsBaseline)?.entry.id,
      });
      if (last.judgedBy !== undefined)
        store.update({ warnings: [...store.getState().warnings, judgedByOther(last.judgedBy)] });
    }
    if (!link.view.autorun || sparing) {
      if (!last && isUntouched && (link.baseline || link.changes !== undefined))
        controller.hold(link.config, () => begin(link));
      return;
    }
    if (!last) begin(isUntouched ? link : { config, view: link.view });
    else for (const { entry } of found.filter((one) => one === last || isTwin(one))) goOn(entry);
  };
  if (input.kept)
    void openKept(store, input.kept, (...found) => {
      startUp(...found);
      live.lighten();
    });
  else startUp([]);
  return {
    ...{ store, actions },
    announceNewVersion: () => store.update({ isNewVersionReady: true }),
    preload() {
      for (const part of [imports, images, sweep, besides, ofClass]) part.preload();
    },
  };
}

const judgedByOther = (name: string): string =>
  `The run of your last visit was judged by the table “${name}”, which a page forgets when it closes. The lab's own table judges it now; open that one again to judge by it.`;

/** What the address has of the run shown beside the choice: the run itself, or what it is going to change. */
function carriedBy({ runs, active }: Pick<LabSource, "runs" | "active">): string {
  const entry = entryOf(runs, active);
  if (entry?.carried !== undefined) return `&run=${entry.carried}`;
  return entry?.planned && entry.run.changes.length === 0 ? `&changes=${printChanges(entry.planned)}` : "";
}

const emptyLab: LabSource = {
  config: defaultConfig(),
  view: fromLink("").link.view,
  runs: [],
  active: undefined,
  baselineId: undefined,
  isBeside: false,
  removed: [],
  resetFrom: undefined,
  sweepBefore: undefined,
  search: undefined,
  standAlone: [],
  landscapes: [],
  sweep: undefined,
  class: undefined,
  keeping: { status: "on" },
  isNewVersionReady: false,
  truth: { status: "loading" },
  referencesOf: undefined,
  certainties: new Map(),
  backends: undefined,
  anotherTrains: false,
  warnings: [],
  imports: [],
  ownImages: noOwnImages,
  isImportShown: false,
  offer: undefined,
  selected: undefined,
  hovered: undefined,
};
