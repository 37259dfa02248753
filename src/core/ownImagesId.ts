/**
 * @file The name of a user's own images, which says all that a run must know of them before they are there:
 * `own-32x32x3-10-10000-2000-4000-0123456789abcdef` is height, width, channels, classes, images that train, validate and test, and the
 * first 64 bits of a SHA-256. So a link, a run file or a table can name what is missing elsewhere.
 */
import type { PartName } from "./imagePack.ts";
import type { Shape } from "./network/network.ts";

export interface OwnImagesFacts {
  readonly shape: Shape;
  readonly classes: number;
  /** Images per part. */
  readonly counts: Readonly<Record<PartName, number>>;
  /** 16 hex digits. */
  readonly digest: string;
}

/** Name of the browser's cache that keeps them. */
export const ownImagesCache = "super-net-lab own images";

/** Sides of an image, pixels. */
export const ownSides = { min: 4, max: 128 } as const;
const maxClasses = 256;
const maxImages = 1_000_000;

export function ownImagesId({ shape, classes, counts, digest }: OwnImagesFacts): string {
  const { height, width, channels } = shape;
  const { train, validation, test } = counts;
  return `own-${height}x${width}x${channels}-${classes}-${train}-${validation}-${test}-${digest}`;
}

const form = /^own-(\d{1,3})x(\d{1,3})x([13])-(\d{1,3})-(\d{1,7})-(\d{1,7})-(\d{1,7})-([0-9a-f]{16})$/;

/** What the name says; `undefined` for what is no name of own images, or of ones that cannot be. */
export function ownImagesOf(id: unknown): OwnImagesFacts | undefined {
  const found = typeof id === "string" ? form.exec(id) : null;
  if (!found) return undefined;
  const [height, width, channels, classes, train, validation, test] = found.slice(1, 8).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const isSide = (side: number): boolean => side >= ownSides.min && side <= ownSides.max;
  const areCounts = [train, validation, test].every((count) => count >= 1 && count <= maxImages);
  if (!isSide(height) || !isSide(width) || classes < 2 || classes > maxClasses || !areCounts)
    return undefined;
  const shape = { height, width, channels };
  const facts = { shape, classes, counts: { train, validation, test }, digest: found[8] as string };
  // One name for one set.
  return ownImagesId(facts) === id ? facts : undefined;
}

export const isOwnImages = (id: string): boolean => ownImagesOf(id) !== undefined;

/** E.g. "own images, 32×32 in color, 10 classes". */
export function titleOfOwn({ shape: { height, width, channels }, classes }: OwnImagesFacts): string {
  return `own images, ${height}×${width} ${channels === 3 ? "in color" : "in gray"}, ${classes} classes`;
}

/** The same with their number and checksum, by which their owner finds them. */
export function describeOwn(facts: OwnImagesFacts): string {
  const { train, validation, test } = facts.counts;
  return `${titleOfOwn(facts)}, ${train} for training, ${validation} for validation, ${test} for test, checksum ${facts.digest.slice(0, 8)}`;
}
