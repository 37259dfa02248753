/** @file An end to waiting for what never answers. */

const tickMilliseconds = 1000;

/** What was waited for did not answer in time. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/**
 * The result of `work`; rejects with `NoAnswer` after so many seconds without one. Only seconds in which the event loop turned count: a
 * thread that is busy computing waits for nobody.
 * @param what is waited for, as in "the graphics card has not answered for 15 seconds"
 */
export async function withTimeLimit<T>(work: Promise<T>, seconds: number, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    let left = seconds;
    const tick = (): void => {
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
