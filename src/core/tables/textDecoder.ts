/** @file The decoder of text that pages, workers and Node have, and the language itself has not. */

interface StreamDecoder {
  decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string;
}

declare const TextDecoder: new (encoding: string) => StreamDecoder;

/** What is no text of the encoding becomes U+FFFD. */
export const textDecoder = (encoding: string): StreamDecoder => new TextDecoder(encoding);
