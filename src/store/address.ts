/** @file The page's address follows what is chosen, at most twice a second, and is heard when somebody changes it. */

import { hashInPath } from "../core/linkFields.ts";

export interface Address {
  read(): string;
  /** Browsers forbid frequent changes (Safari: 100 in ten seconds), so the last one of half a second wins. */
  write(hash: string): void;
  listen(listener: (hash: string) => void): void;
}

const writeMilliseconds = 500;

export function createAddress(): Address {
  const lost = location.hash === "" ? hashInPath(location.pathname) : undefined;
  if (lost !== undefined)
    history.replaceState(history.state, "", location.pathname.replace(/%23.*/, "") + lost);
  let written = location.hash;
  let wanted = written;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    read: () => location.hash,
    write(hash) {
      wanted = hash;
      timer ??= setTimeout(() => {
        timer = undefined;
        if (wanted === written) return;
        written = wanted;
        history.replaceState(history.state, "", wanted);
      }, writeMilliseconds);
    },
    listen(listener) {
      const heard = (): void => {
        if (location.hash === written) return;
        clearTimeout(timer);
        timer = undefined;
        written = location.hash;
        wanted = written;
        listener(written);
      };
      addEventListener("hashchange", heard);
      addEventListener("popstate", heard);
    },
  };
}
