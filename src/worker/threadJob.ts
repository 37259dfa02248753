/** @file A thread for one job: it is asked once, and ended when it has answered, is given up, or is silent. */

/** Between two signs of a thread: the largest piece of work takes less. */
const maxSilenceMs = 180_000;
/** Until a thread says its first word, which it does before it reads. */
const startTimeoutMs = 15_000;

interface ThreadJob<Report, Answer> {
  readonly worker: Worker;
  readonly job: unknown;
  readonly signal: AbortSignal;
  /** @returns the answer, once that is what came */
  take(report: Report): Answer | undefined;
  /** The answer in the place of one that does not come. */
  failed(message: string): Answer;
}

/** @throws the signal's reason, once that is aborted */
export function runThreadJob<Report, Answer>({
  worker,
  job,
  signal,
  take,
  failed,
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
    const wait = (timeoutMs: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        answer(failed(`its reader has not answered for ${timeoutMs / 1000} seconds; drop it again`));
      }, timeoutMs);
    };
    worker.onmessage = ({ data }: MessageEvent<Report>) => {
      wait(maxSilenceMs);
      const found = take(data);
      if (found !== undefined) answer(found);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message ? ` (${event.message.slice(0, 150)})` : "";
      answer(failed(`the reader of files ended or could not be loaded${reason}; drop the file again`));
    };
    worker.onmessageerror = () => answer(failed("what its reader found cannot be passed on"));
    signal.addEventListener("abort", abort);
    wait(startTimeoutMs);
    worker.postMessage(job);
  });
}
