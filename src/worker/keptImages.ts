/** @file A user's own images as packs in this browser's cache storage, so that they outlive the page; nothing leaves the device. */
import { ownImagesCache } from "../core/ownImagesId.ts";
import { withTimeLimit } from "../engine/timeLimit.ts";

/** The oldest beyond are forgotten. */
const maxKept = 3;

/** The pack can be used without its being kept. */
const longestSeconds = 6;
const cacheName = "the browser's cache storage";

const addressOf = (id: string): string => `/own-images/${id}`;

/** @returns whether this browser keeps it: not without a secure context, in a forbidden frame, on a full disk or where it does not answer */
export async function keepPack(id: string, pack: Blob): Promise<boolean> {
  const keep = async (): Promise<void> => {
    const cache = await caches.open(ownImagesCache);
    const others = (await cache.keys()).filter(({ url }) => new URL(url).pathname !== addressOf(id));
    // The oldest make room, first those beyond, then those that a full disk has none for.
    while (others.length >= maxKept) await cache.delete(others.shift() ?? "");
    for (;;)
      try {
        return await cache.put(addressOf(id), new Response(pack));
      } catch (error) {
        const oldest = others.shift();
        if (!oldest) throw error;
        await cache.delete(oldest);
      }
  };
  try {
    await withTimeLimit(keep(), longestSeconds, cacheName);
    return true;
  } catch {
    return false;
  }
}

/** `undefined` where it is not kept. */
export async function keptPack(id: string): Promise<Blob | undefined> {
  const find = async (): Promise<Blob | undefined> => {
    const cache = await caches.open(ownImagesCache);
    return (await cache.match(addressOf(id)))?.blob();
  };
  try {
    return await withTimeLimit(find(), longestSeconds, cacheName);
  } catch {
    return undefined;
  }
}
