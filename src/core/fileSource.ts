/** @file A file of a user as a reader takes it: in chunks, from a page, a worker or a terminal. */

/** `read` may be called again and then begins anew. */
export interface FileSource {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}
