/** @file Text for the clipboard. */

/** Where the browser forbids it, and on pages without https, nothing is copied: the text can be marked by hand. */
export function copyText(text: string): void {
  navigator.clipboard?.writeText(text).catch(() => {});
}
