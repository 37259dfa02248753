/** @file A user's own images as packs in this browser's cache storage, so that they outlive the page; nothing leaves the device. */
import { ownImagesCache } from "../core/ownImagesId.ts";

/** The oldest beyond are forgotten. */
const maxKept = 3;

const addressOf = (id: string): string => `/own-images/${id}`;

/** @returns whether this browser keeps it: not without a secure context, in a forbidden frame or on a full disk */
export async function keepPack(id: string, pack: Blob): Promise<boolean> {
  try {
    const cache = await caches.open(ownImagesCache);
    await cache.delete(addressOf(id));
    await cache.put(addressOf(id), new Response(pack));
    const keys = await cache.keys();
    for (const key of keys.slice(0, Math.max(0, keys.length - maxKept))) await cache.delete(key);
    return true;
  } catch {
    return false;
  }
}

/** `undefined` where it is not kept. */
export async function keptPack(id: string): Promise<Blob | undefined> {
  try {
    const cache = await caches.open(ownImagesCache);
    return await (await cache.match(addressOf(id)))?.blob();
  } catch {
    return undefined;
  }
}
