/** @file Which files a page takes for images, from their first bytes; whether they can be used is for their reader to say. */

/**
 * @param head the first bytes, 300 or more where the file has as many
 * @param size of the whole file in bytes
 */
export function isImageFile(name: string, head: Uint8Array, size: number): boolean {
  const [first = 0, second = 0, third = 0, fourth = 0] = head;
  const isGzip = first === 0x1f && second === 0x8b;
  if (isGzip) return !/\.(csv|tsv|txt|jsonl?)\.gz$/i.test(name);
  const isIdx = first === 0 && second === 0 && third === 8 && (fourth === 1 || fourth === 3);
  const isTar = String.fromCharCode(...head.subarray(257, 262)) === "ustar";
  // Binary batches of CIFAR-10, whole or cut off; text holds no byte below 9.
  const isBatch = (size % 3073 === 0 || /batch.*\.bin$/i.test(name)) && first < 10;
  return isIdx || isTar || (isBatch && head.some((byte) => byte < 9));
}
