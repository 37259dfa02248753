/** @file A user's own images as the page holds them. */

export interface OpenedImages {
  readonly pack: Blob;
  /** What was derived or left out, one sentence each. */
  readonly notes: readonly string[];
  /** Whether the browser keeps them beyond the page. */
  readonly isKept: boolean;
  readonly files: readonly File[];
  readonly isHalved: boolean;
}

export interface OwnImagesState {
  /** By the name of the data set. */
  readonly opened: ReadonlyMap<string, OpenedImages>;
  /** What is being packed, in bytes. */
  readonly reading: { readonly name: string; readonly size: number; readonly bytes: number } | undefined;
  /** Images without labels, or the other way round. */
  readonly half: { readonly files: readonly File[]; readonly message: string } | undefined;
}

export const noOwnImages: OwnImagesState = { opened: new Map(), reading: undefined, half: undefined };
