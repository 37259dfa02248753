/** @file Why a part of the site does not come: there is no connection, or the site was deployed anew under the open page. */

/** The answer is worth a short wait only. */
const timeoutMs = 4000;

/** In words, to stand behind a colon; `undefined` where the site answers and is the one this page came from. */
export async function whyNotLoaded(): Promise<string | undefined> {
  if (globalThis.origin === "null")
    return "the frame around the page allows scripts and nothing else, and training needs “allow-same-origin”, too";
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src;
  try {
    // What the browser keeps of the site answers for its server, but not to this method.
    const { status, ok, headers } = await fetch(own ?? document.baseURI, {
      method: "HEAD",
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
    });
    // A server for single-page sites has the page for every address.
    if (own && (status === 404 || status === 410 || headers.get("content-type")?.includes("html")))
      return "a new version of the lab was put in place since this page was opened; save the run, then reload the page";
    return ok ? undefined : `the site answers with error ${status}; try again later`;
  } catch {
    return "there is no connection to the site; try again once there is";
  }
}
