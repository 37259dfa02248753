/** @file An end to waiting for a part of the site. */

/** How long a part may take to come. */
const timeoutMs = 12_000;

/** What `part` resolves with; rejects where it does not come in time. */
export async function inTime<T>(part: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `the site has not answered for ${timeoutMs / 1000} seconds`;
    timer = setTimeout(() => reject(new Error(message)), timeoutMs);
  });
  try {
    return await Promise.race([part, late]);
  } finally {
    clearTimeout(timer);
  }
}
