/** @file A thread for one job: it is asked once, and ended when it has answered, is given up, or is silent. */

/** Between two signs of a thread. */
export const maxSilenceSeconds = 10;
/** Until a thread says its first word, which it does before it reads. */
export const startTimeoutSeconds = 15;
/** What is handled in one piece gives no sign meanwhile; a slow processor parses so much of it. */
export const bytesPerSecond = 20 * 2 ** 20;

interface ThreadJob<Report, Answer> {
  readonly worker: Worker;
  readonly job: unknown;
  readonly signal: AbortSignal;
  /** @returns the answer, once that is what came */
  take(report: Report): Answer | undefined;
  /** Bytes that it handles in one piece before its next report. */
  inOnePiece?(report: Report): number;
  /** The answer in the place of one that does not come. */
  failed(message: string): Answer;
  /** Why the site's scripts do not come, where that is known. */
  readonly whyNotLoaded: () => Promise<string | undefined>;
}

/** @throws the signal's reason, once that is aborted */
export function runThreadJob<Report, Answer>({
  worker,
  job,
  signal,
  take,
  inOnePiece = () => 0,
  failed,
  whyNotLoaded,
}: ThreadJob<Report, Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      clearTimeout(timer);
      worker.terminate();
      signal.removeEventListener("abort", abort);
    };
    const abort = (): void => {
      end();
      reject(signal.reason);
    };
    const answer = (found: Answer): void => {
      end();
      resolve(found);
    };
    // Only seconds in which the page was awake count.
    const wait = (seconds: number, left = seconds): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (left > 1) wait(seconds, left - 1);
        else answer(failed(`its reader has not answered for ${seconds} seconds; drop it again`));
      }, 1000);
    };
    worker.onmessage = ({ data }: MessageEvent<Report>) => {
      wait(maxSilenceSeconds + Math.ceil(inOnePiece(data) / bytesPerSecond));
      const found = take(data);
      if (found !== undefined) answer(found);
    };
    worker.onerror = async (event) => {
      event.preventDefault();
      // A script that does not come tells no reason.
      const reason = event.message ? event.message.slice(0, 150) : await whyNotLoaded();
      const known = reason ? ` (${reason})` : "";
      answer(failed(`the reader of files ended or could not be loaded${known}; drop the file again`));
    };
    worker.onmessageerror = () => answer(failed("what its reader found cannot be passed on"));
    signal.addEventListener("abort", abort);
    wait(startTimeoutSeconds);
    worker.postMessage(job);
  });
}
