/**
 * @file One worker under watch: passes its reports on, and says when it is gone: crashed, never loaded whole, or silent while it is asked
 * again and again whether it lives.
 */
import type { Command, Report, ThreadReport } from "./protocol.ts";

export const pingMilliseconds = 2000;
/** Each of them is asked only after the page itself was awake for the whole time between. */
export const maxUnanswered = 5;
/** Of a thread that has yet to come: two of them are waited for. */
export const maxUnansweredAtFirst = 4;

export interface WatchInput {
  readonly onReport: (report: Report) => void;
  /** Comes once at most. @param wasMute it never said a word, so that another one may not either */
  readonly onLost: (reason: string, wasMute: boolean) => void;
  /** Why the site's scripts do not come, where that is known. */
  readonly whyNotLoaded: () => Promise<string | undefined>;
}

/** @returns ends watch and worker; nothing is said any more */
export function watchThread(
  worker: Worker,
  { onReport, onLost, whyNotLoaded }: WatchInput,
): { readonly end: () => void } {
  let unanswered = 0;
  let isMute = true;
  let isEnded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (): void => {
    isEnded = true;
    clearTimeout(timer);
    worker.terminate();
  };
  const lose = (reason: string): void => {
    if (isEnded) return;
    end();
    onLost(reason, isMute);
  };
  const watch = (): void => {
    if (unanswered >= (isMute ? maxUnansweredAtFirst : maxUnanswered)) {
      const seconds = (unanswered * pingMilliseconds) / 1000;
      lose(`it has not answered for ${seconds} seconds`);
      return;
    }
    unanswered++;
    worker.postMessage({ type: "ping" } satisfies Command);
    timer = setTimeout(watch, pingMilliseconds);
  };

  worker.onmessage = ({ data }: MessageEvent<ThreadReport>) => {
    if (isEnded) return;
    unanswered = 0;
    isMute = false;
    if (data.type !== "pong") onReport(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    if (event.message) lose(event.message);
    // A script that does not come tells no reason.
    else void whyNotLoaded().then((reason) => lose(`it could not be loaded${reason ? `: ${reason}` : ""}`));
  };
  worker.onmessageerror = () => lose("a message from it could not be read");
  watch();
  return { end };
}
