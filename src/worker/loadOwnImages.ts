/** @file A user's own images for the training thread: as they were opened on this page, or as the browser keeps them. */
import { type LoadedImages, loadImages } from "../engine/images.ts";
import { keptPack } from "./keptImages.ts";
import type { DatasetSource } from "./protocol.ts";

export async function loadOwnImages({ id, pack }: NonNullable<DatasetSource["own"]>): Promise<LoadedImages> {
  const found = pack ?? (await keptPack(id));
  if (!found) return { ok: false, problem: { kind: "missing", message: "they are not in this browser" } };
  return loadImages(await found.arrayBuffer());
}
