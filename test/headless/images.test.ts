/** @file `--images`: a user's own images in `run` and `table`; a table of them judges runs on the same images and no others. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cifarBatch, idxImages, idxLabels, tar } from "../core/datasets/imageFiles.ts";
import { type Ended, supernetLab } from "./program.ts";

let folder: string;
const at = (name: string): string => join(folder, name);
const small = "--steps 2 --set evalimages=50 pool=10 bs=8 --json".split(" ");
let ran: Ended;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "images-"));
  const batches = [
    { name: "data_batch_1.bin", bytes: cifarBatch(80, 6) },
    { name: "test_batch.bin", bytes: cifarBatch(20, 3) },
  ];
  writeFileSync(at("cifar.tar.gz"), gzipSync(tar(batches)));
  writeFileSync(at("train-images-idx3-ubyte"), idxImages(60, 12));
  writeFileSync(at("train-labels-idx1-ubyte.gz"), gzipSync(idxLabels(60, 4)));
  ran = await supernetLab("run", "--images", at("cifar.tar.gz"), "--halve", ...small);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

it("trains on them, and has no number judged by the table of other images", () => {
  expect(ran.code, ran.stderr).toBe(0);
  const said = JSON.parse(ran.stdout);
  expect(said.dataset).toMatch(/^own-16x16x3-10-67-13-20-[0-9a-f]{16}$/);
  expect(said).toMatchObject({
    step: 2,
    skdt: null,
    tau: null,
    n: 0,
    params: null,
    ceiling: null,
    found: null,
  });
  expect(said.accuracy).toBeGreaterThanOrEqual(0);
  expect(ran.stderr).toMatch(/67 of 80 images train, 13 validate, 20 test/);
  expect(ran.stderr).toMatch(/was made on other images \(fashion-mnist-14.*own images, 16×16 in color/);
});

it("names what is missing or other, and asks for the other half of a pair", async () => {
  const { link } = JSON.parse(ran.stdout);
  const missing = await supernetLab("run", link, "--steps", "1");
  expect(missing).toMatchObject({ code: 2 });
  expect(missing.stderr).toMatch(
    /images that are not there: own images, 16×16 in color, 10 classes.*--images/,
  );
  const other = await supernetLab("run", link, "--images", at("cifar.tar.gz"));
  expect(other).toMatchObject({ code: 2 });
  expect(other.stderr).toMatch(/other images than the link trains on: given own images, 32×32/);
  const half = await supernetLab("run", "--images", at("train-images-idx3-ubyte"));
  expect(half).toMatchObject({ code: 1 });
  expect(half.stderr.trim()).toBe(
    "error: train-images-idx3-ubyte holds 60 images; open its file of 60 labels with it",
  );
  expect((await supernetLab("run", "--images", at("none"))).stderr).toMatch(/none: there is no such file/);
  expect(await supernetLab("run", "--halve")).toMatchObject({ code: 2 });
});

it("makes a table that judges runs on the same images alone", async () => {
  const images = ["--images", at("train-images-idx3-ubyte"), at("train-labels-idx1-ubyte.gz")];
  const recipe = "--set epochs=1 bs=20".split(" ");
  const table = at("own.json");
  const flags = [
    "--count",
    "10",
    "--seeds",
    "1",
    "--workers",
    "1",
    "--progress",
    at("kept"),
    "--out",
    table,
    "--allow-dirty",
  ];
  const made = await supernetLab("table", ...images, ...recipe, ...flags);
  expect(made.code, made.stderr).toBe(0);
  const { dataset, rows } = JSON.parse(readFileSync(table, "utf8"));
  expect(dataset.id).toBe(`own-12x12x1-4-40-10-10-${dataset.sha256}`);
  expect(rows).toHaveLength(10);
  const judged = await supernetLab("run", ...images, "--table", table, ...small);
  expect(JSON.parse(judged.stdout)).toMatchObject({ n: 10, dataset: dataset.id });
  const foreign = await supernetLab("run", "--table", table, ...small);
  expect(JSON.parse(foreign.stdout)).toMatchObject({ n: 0, skdt: null, dataset: "fashion-mnist-14" });
  expect(foreign.stderr).toMatch(/was made on other images \(own images, 12×12 in gray, 4 classes/);
}, 90_000);
