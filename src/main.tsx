/** @file Wires the training thread, the store and the page. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createLab } from "./store/lab.ts";
import { App } from "./ui/App.tsx";
import { surviveForeignDom } from "./ui/foreignDom.ts";
import "./ui/styles/tokens.css";
import "./ui/styles/layout.css";
import "./ui/styles/parts.css";
import "./ui/styles/settings.css";
import "./ui/styles/overlays.css";
import "./ui/styles/panels.css";
import "./ui/styles/table.css";
import "./ui/styles/charts.css";
import "./ui/styles/cell.css";
import { createWorkerClient } from "./worker/client.ts";

const lab = createLab({
  client: createWorkerClient(),
  base: document.baseURI,
  sparing: matchMedia("(prefers-reduced-data: reduce)").matches,
});
const root = document.getElementById("root") as HTMLElement;
surviveForeignDom(root);
createRoot(root).render(
  <StrictMode>
    <App lab={lab} />
  </StrictMode>,
);
