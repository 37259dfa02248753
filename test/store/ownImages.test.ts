/** @file A user's own images on the page: recognized by content, trained on, judged by no table of other images. */
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { verdict } from "../../src/ui/verdict.ts";
import { cifarBatch, idxImages, idxLabels, tar } from "../core/datasets/imageFiles.ts";
import { bundle, openFakeLab, score, started, tableText } from "./fakeLab.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

type Opened = Awaited<ReturnType<typeof openFakeLab>>;
const file = (name: string, bytes: Uint8Array): File => new File([Uint8Array.from(bytes)], name);
const batches = [file("data_batch_1.bin", cifarBatch(80, 6)), file("test_batch.bin", cifarBatch(20, 3))];
const newestStart = ({ sent }: Opened) => {
  const start = sent.findLast((command) => command.type === "start");
  if (start?.type !== "start") throw new Error("nothing was started");
  return start;
};

it("trains on batches of CIFAR-10 and has no number by the lab's table", async () => {
  const lab = await openFakeLab();
  await lab.actions.openFiles(batches);
  const { config, truth, warnings, ownImages } = lab.store.getState();
  expect(warnings).toEqual([]);
  expect(config.dataset).toMatch(/^own-32x32x3-10-67-13-20-/);
  const { dataset, config: sent } = newestStart(lab);
  expect([sent.dataset, dataset.own?.id]).toEqual([config.dataset, config.dataset]);
  expect(dataset.own?.pack?.size).toBeGreaterThan(1000);
  expect(truth).toMatchObject({
    status: "none",
    reason: expect.stringContaining("supernet-lab table --images"),
  });
  const pool = newestStart(lab).evaluationSet.scored;
  lab.happen(started(lab));
  score(lab, pool.length, 10);
  vi.advanceTimersByTime(bundle);
  const { figures, references } = lab.store.getState();
  expect([figures.now?.skdt, figures.ranked, references.parameters]).toEqual([undefined, 0, undefined]);
  expect(ownImages.opened.get(config.dataset)?.notes.at(-1)).toMatch(/67 of 80 images train/);
  expect(lab.hash()).toContain(`dataset=${config.dataset}`);

  await lab.actions.resizeImages();
  expect(lab.store.getState().config.dataset).toMatch(/^own-16x16x3-/);
  lab.actions.useLabImages();
  await vi.waitFor(() => expect(lab.store.getState().truth.status).toBe("ready"));
  expect(newestStart(lab)).toMatchObject({ config: { dataset: "fashion-mnist-14" } });
  // The run on own images stays in the list, and the lab's table does not judge it.
  const own = lab.store.getState().listed.filter(({ entry }) => entry.run.config.dataset === config.dataset);
  expect(own.map(({ figures }) => figures.ranked)).toEqual([0]);
});

it("a link that locks the images keeps the lab's, or those that it names", async () => {
  const lab = await openFakeLab("#v=2&lock=all");
  await lab.actions.openFiles(batches);
  expect(lab.store.getState().config.dataset).toBe("fashion-mnist-14");
  expect(lab.store.getState().warnings.join()).toContain("keeps to its images");
  const free = await openFakeLab();
  await free.actions.openFiles(batches);
  const { dataset: id } = free.store.getState().config;
  const named = await openFakeLab(`#v=2&lock=all&dataset=${id}`);
  await named.actions.openFiles(batches);
  expect(newestStart(named)).toMatchObject({ config: { dataset: id } });
  named.actions.useLabImages();
  expect(named.store.getState().config.dataset).toBe(id);
});

it("is the same from the archive, and asks for the other half of an IDX pair", async () => {
  const [direct, lab] = [await openFakeLab(), await openFakeLab()];
  await direct.actions.openFiles(batches);
  const archive = tar([
    { name: "data_batch_1.bin", bytes: cifarBatch(80, 6) },
    { name: "test_batch.bin", bytes: cifarBatch(20, 3) },
  ]);
  await lab.actions.openFiles([file("cifar-10-binary.tar.gz", gzipSync(archive))]);
  expect(lab.store.getState().config.dataset).toBe(direct.store.getState().config.dataset);

  const before = lab.store.getState().config.dataset;
  await lab.actions.openFiles([file("train-labels-idx1-ubyte.gz", gzipSync(idxLabels(60, 4)))]);
  const { ownImages, config } = lab.store.getState();
  expect([ownImages.half?.message, config.dataset]).toEqual([
    "train-labels-idx1-ubyte holds 60 labels; open its file of 60 images with it",
    before,
  ]);
  await lab.actions.openFiles([file("train-images-idx3-ubyte", idxImages(60, 12))]);
  expect(lab.store.getState().ownImages.half).toBeUndefined();
  expect(lab.store.getState().config.dataset).toMatch(/^own-12x12x1-4-40-10-10-/);
});

it("takes both halves of a pair that are opened one right after the other", async () => {
  const lab = await openFakeLab();
  const images = lab.actions.openFiles([file("train-images-idx3-ubyte", idxImages(60, 12))]);
  const labels = lab.actions.openFiles([file("train-labels-idx1-ubyte.gz", gzipSync(idxLabels(60, 4)))]);
  await Promise.all([images, labels]);
  expect(lab.store.getState().warnings).toEqual([]);
  expect(lab.store.getState().config.dataset).toMatch(/^own-12x12x1-4-40-10-10-/);
});

it("names the first bad place and leaves the run as it is", async () => {
  const lab = await openFakeLab();
  const { config, active } = lab.store.getState();
  const bad = cifarBatch(40, 0);
  bad[30 * 3073] = 17;
  await lab.actions.openFiles([file("data_batch_1.bin", bad)]);
  const { warnings, ...after } = lab.store.getState();
  expect(warnings).toEqual([
    "The images cannot be used: data_batch_1.bin: image 30 has label 17; CIFAR-10 has labels from 0 to 9.",
  ]);
  expect([after.config, after.active]).toEqual([config, active]);
});

it("a link of such a run is kept elsewhere, and begins once the same files are opened", async () => {
  const lab = await openFakeLab();
  await lab.actions.openFiles(batches);
  const elsewhere = await openFakeLab(lab.hash());
  expect(elsewhere.store.getState().warnings).toEqual([]);
  const first = newestStart(elsewhere);
  expect(first.dataset.own).toEqual({ id: lab.store.getState().config.dataset });
  await elsewhere.actions.openFiles(batches);
  const second = newestStart(elsewhere);
  expect(second.run).not.toBe(first.run);
  expect(second.dataset.own?.pack).toBeDefined();
});

it("a run file says that the images are not in it", async () => {
  const lab = await openFakeLab();
  await lab.actions.openFiles(batches);
  lab.happen(started(lab));
  vi.advanceTimersByTime(bundle);
  const text = lab.actions.exportRun() ?? "";
  expect(JSON.parse(text).images).toMatch(/^not in this file: own images, 32×32 in color/);
  const elsewhere = await openFakeLab();
  await elsewhere.open(["run.json", text]);
  expect(elsewhere.store.getState().warnings.join()).toMatch(
    /run\.json was trained on images that are not in it/,
  );
  expect(elsewhere.actions.exportRun()).toBe(text);
});

it("is judged by a table of its own images alone", async () => {
  const lab = await openFakeLab();
  await lab.actions.openFiles(batches);
  const { dataset } = lab.store.getState().config;
  const made = (id: string, sha256: string): string =>
    JSON.stringify({
      ...{ format: "super-net-lab/table", version: 4, space: "nasbench201", dataset: { id, sha256 } },
      ...{ recipe: {}, engine: "wasm", seeds: [1001], code: "x", created: "2026-01-01T00:00:00Z" },
      rows: Object.entries(JSON.parse(tableText) as Record<string, number>).map(([architecture, test]) => ({
        ...{ architecture, source: "uniform", parameters: 1, flops: 1, gradientNorm: 1 },
        ...{ test: [test], validation: [test], loss: [1] },
      })),
    });
  const digest = dataset.slice(-16);
  await lab.open(["own.json", made(dataset, digest)]);
  expect(lab.store.getState().truth).toMatchObject({ status: "ready", origin: "file" });
  expect(newestStart(lab).evaluationSet.scored).toHaveLength(30);
  lab.actions.useLabImages();
  await vi.waitFor(() => expect(lab.store.getState().truth).toMatchObject({ origin: "shipped" }));
  await lab.open(["foreign.json", made("elsewhere", "0123456789abcdef")]);
  expect(lab.store.getState().warnings.join()).toMatch(
    /foreign\.json.*made on other images than the lab has/,
  );
  expect(lab.store.getState().truth).toMatchObject({ origin: "shipped" });
});

it("says in the verdict that no table fits and what would", () => {
  const base = {
    phase: "running",
    table: "none",
    ownImages: true,
    pool: 20,
    early: false,
    tau: null,
    skdt: null,
  } as const;
  const none = { parameters: undefined, difference: undefined, interval: undefined };
  const text = verdict({ ...base, ...none, scored: 3, oracle: undefined, seedAgainstSeed: undefined });
  expect(text).toMatch(/^3 of 20 architectures are scored. No table .* fits your own images.*table --images/);
});
