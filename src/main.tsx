/** @file Wires the training thread, the store and the page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createLab } from "./store/lab.ts";
import { isSearchOver } from "./store/searchState.ts";
import { whyNotLoaded } from "./store/siteVersion.ts";
import { isSweepOver } from "./store/sweepState.ts";
import { App } from "./ui/App.tsx";
import { surviveForeignDom } from "./ui/foreignDom.ts";
import "./ui/styles/tokens.css";
import "./ui/styles/layout.css";
import "./ui/styles/parts.css";
import "./ui/styles/segmented.css";
import "./ui/styles/overlays.css";
import "./ui/styles/panels.css";
import "./ui/styles/table.css";
import "./ui/styles/charts.css";
import "./ui/styles/cell.css";
import { createWorkerClient } from "./worker/client.ts";

declare const __CODE_VERSION__: string;

const tab = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) =>
  byte.toString(16).padStart(2, "0"),
).join("");
const kept = import("./store/keptRuns.ts").then(({ openKeptRuns }) => openKeptRuns(tab, navigator.locks));
const lab = createLab({
  client: createWorkerClient({ whyNotLoaded }),
  fileReaders: async () => (await import("./worker/importClient.ts")).createFileReaders(whyNotLoaded),
  imagesReader: async () => (await import("./worker/imagesClient.ts")).createImagesReader(whyNotLoaded),
  tab: `${tab}-`,
  kept,
  code: __CODE_VERSION__,
  base: document.baseURI,
  sparing: matchMedia("(prefers-reduced-data: reduce)").matches,
});
addEventListener("beforeunload", (event) => {
  const { keeping, runs, sweep, search } = lab.store.getState();
  // Searches are kept nowhere.
  if (search && !isSearchOver(search)) event.preventDefault();
  if (keeping.status !== "impossible" && keeping.status !== "off") return;
  if (sweep && !sweep.isRecorded && !isSweepOver(sweep)) event.preventDefault();
  const hasTrained = runs.some(({ origin, run }) => origin !== "recorded" && run.step > 0);
  if (keeping.status === "impossible" && hasTrained) event.preventDefault();
});
const root = document.getElementById("root") as HTMLElement;
surviveForeignDom(root);
// What a first visit waits for comes first.
const keepAfterMilliseconds = 8000;
if (import.meta.env.PROD)
  addEventListener("load", () => {
    setTimeout(() => {
      // Where it does not come, this visit goes on as it is; the next one asks again.
      import("./siteUpdate.ts").then(({ keepSite }) => keepSite(lab.announceNewVersion)).catch(() => {});
    }, keepAfterMilliseconds);
  });
// Nobody misses it before; where it does not come, the focus goes where the browser puts it.
addEventListener("load", () => {
  import("./ui/keepFocus.ts").then(({ keepFocus }) => keepFocus()).catch(() => {});
});
createRoot(root).render(
  <StrictMode>
    <App lab={lab} />
  </StrictMode>,
);
