/** @file Reads a user's own images, packs them and has the browser keep the pack. */
import { defaultSizes, readOwnImages } from "../core/datasets/ownImages.ts";
import { printPack } from "../core/datasets/packing.ts";
import type { FileSource } from "../core/fileSource.ts";
import type { ImagesJob, PackedAnswer } from "./imagesProtocol.ts";
import { keepPack } from "./keptImages.ts";

const pieceBytes = 2 ** 20;
/** Of the pack, which stays here. */
const quickest = 1;

/** Never rejects: what the file system says is a problem of the files. */
export async function packImages(
  { files, isHalved }: ImagesJob,
  onProgress: (bytes: number) => void,
): Promise<PackedAnswer> {
  try {
    const read = await readOwnImages(files.map(sourceOf), { ...defaultSizes, halve: isHalved }, onProgress);
    if (!read.ok) return { ok: false, message: read.problem.message, isHalf: read.problem.half === true };
    const { images, notes } = read.value;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    onProgress(size);
    const pack = new Blob([printPack(images, quickest)]);
    onProgress(size);
    return { ok: true, id: images.id, pack, notes, isKept: await keepPack(images.id, pack) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error), isHalf: false };
  }
}

function sourceOf(file: File): FileSource {
  async function* read(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < file.size; at += pieceBytes)
      yield new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer());
  }
  return { name: file.name, size: file.size, read };
}
