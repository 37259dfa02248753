/** @file An end to waiting for what never answers. */

const tickMilliseconds = 1000;

/** What was waited for did not answer in time. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/**
 * The result of `work`; rejects with `NoAnswer` after so many seconds without one and without a sign of life. Only seconds in which the
 * event loop turned count: a thread that is busy computing waits for nobody.
 * @param what is waited for, as in "the graphics card has not answered for 12 seconds"
 * @param signs how many signs of life there were so far; what gives them is slow, not silent
 */
export async function withTimeLimit<T>(
  work: Promise<T>,
  seconds: number,
  what: string,
  signs: () => number = () => 0,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    let left = seconds;
    let seen = signs();
    const tick = (): void => {
      if (seen !== signs()) left = seconds;
      seen = signs();
      if (left-- > 0) timer = setTimeout(tick, tickMilliseconds);
      else reject(new NoAnswer(`${what} has not answered for ${seconds} seconds`));
    };
    tick();
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
