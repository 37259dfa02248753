/** @file A user's own images on the page: packed in a thread of their own, then trained on; loaded when the first are opened. */
import { isLocked } from "../core/linkView.ts";
import { describeOwn, ownImagesOf } from "../core/ownImagesId.ts";
import type { ImagesReader } from "../worker/imagesProtocol.ts";
import type { LabStore } from "./labStore.ts";
import type { OpenedImages } from "./ownImagesState.ts";
import type { RunController } from "./runController.ts";

export interface OwnImages {
  /** Packs them, with what waited for its other half, and trains on them. Resolves once they are read, refused or given up; never rejects. */
  open(files: readonly File[]): Promise<void>;
  /** The set trained on in the other size; its files must have been opened on this page. */
  resize(): Promise<void>;
  /** Gives up what is being read, or what waits for its other half. */
  leave(): void;
}

export function createOwnImages(store: LabStore, controller: RunController, reader: ImagesReader): OwnImages {
  let reading = new AbortController();
  const update = (change: Partial<ReturnType<typeof get>>): void =>
    store.update({ ownImages: { ...get(), ...change } });
  const get = () => store.getState().ownImages;
  const warn = (...warnings: string[]): void =>
    store.update({ warnings: [...store.getState().warnings, ...warnings] });

  const read = async (files: readonly File[], isHalved: boolean): Promise<void> => {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const name = files.length === 1 ? (files[0]?.name ?? "").slice(0, 80) : `${files.length} files of images`;
    update({ reading: { name, size, bytes: 0 }, half: undefined });
    const onProgress = (bytes: number): void => {
      if (!signal.aborted) update({ reading: { name, size, bytes } });
    };
    try {
      const answer = await reader.read({ files, isHalved }, onProgress, signal);
      if (signal.aborted) return;
      update({ reading: undefined });
      if (answer.ok) trainOn(answer.id, { ...answer, files, isHalved });
      else if (answer.isHalf) update({ half: { files, message: answer.message } });
      else {
        const others = files.length > 1 ? ` None of the ${files.length} files of images was taken.` : "";
        warn(`The images cannot be used: ${answer.message.slice(0, 220)}.${others}`);
      }
    } catch (error) {
      if (signal.aborted) return;
      update({ reading: undefined });
      const reason = error instanceof Error ? error.message : String(error);
      warn(`The images cannot be used: ${reason.slice(0, 150)}.`);
    }
  };

  const trainOn = (id: string, { pack, notes, isKept, files, isHalved }: OpenedImages): void => {
    const { config, view } = store.getState();
    if (isLocked(view, "dataset") && id !== config.dataset) {
      warn("The link of this page keeps to its images: others cannot be trained on here.");
      return;
    }
    const wanted = ownImagesOf(config.dataset);
    const isMissing = wanted && store.getState().run?.failure?.kind === "bad-data";
    const opened = { pack, notes, isKept, files, isHalved };
    update({ opened: new Map([...get().opened, [id, opened]]) });
    const own = ownImagesOf(id);
    if (isMissing && own && id !== config.dataset)
      warn(`These are other images than the run trained on: opened ${describeOwn(own)}.`);
    if (id === config.dataset) controller.begin({ intent: "train", isCompared: false });
    else controller.change({ ...config, dataset: id }, { isAnew: true });
  };

  let last: Promise<void> = Promise.resolve();
  /** What is opened while others are read waits for them: it may be their other half. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work);
    return last;
  };

  return {
    open: (files) => inTurn(() => read([...(get().half?.files ?? []), ...files], false)),
    resize: () =>
      inTurn(async () => {
        const set = get().opened.get(store.getState().config.dataset);
        if (set) await read(set.files, !set.isHalved);
      }),
    leave() {
      reading.abort();
      update({ reading: undefined, half: undefined });
    },
  };
}
