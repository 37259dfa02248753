/** @file Why a part of the site does not come: there is no connection, or the site was deployed anew under the open page. */

/** The answer is worth a short wait only. */
const timeoutMs = 4000;

/** In words, to stand behind a colon; `undefined` where the site answers and is the one this page came from. */
export async function whyNotLoaded(): Promise<string | undefined> {
  if (globalThis.origin === "null")
    return "the frame around the page allows scripts and nothing else, and training needs “allow-same-origin”, too";
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute("src");
  let present: string;
  try {
    const answer = await fetch(document.baseURI, {
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) return `the site answers with error ${answer.status}; try again later`;
    present = await answer.text();
  } catch {
    return "there is no connection to the site; try again once there is";
  }
  if (own && !present.includes(own))
    return "a new version of the lab was put in place since this page was opened; save the run, then reload the page";
  return undefined;
}
