/** @file The page: what stands where. */
import { lazy, Suspense, useEffect } from "react";
import type { Lab } from "../store/lab.ts";
import { mark } from "../store/marks.ts";
import { LabContext, useLab } from "./LabContext.tsx";
import { Banners } from "./panels/Banners.tsx";
import { CellPanel } from "./panels/CellPanel.tsx";
import { ControlsPanel } from "./panels/ControlsPanel.tsx";
import { CorrelationPanel } from "./panels/CorrelationPanel.tsx";
import { DropZone } from "./panels/DropZone.tsx";
import { FoundPanel } from "./panels/FoundPanel.tsx";
import { LiveRegion } from "./panels/LiveRegion.tsx";
import { ScatterPanel } from "./panels/ScatterPanel.tsx";
import { TopBar } from "./panels/TopBar.tsx";
import { TrainingPanel } from "./panels/TrainingPanel.tsx";
import { TryPanel } from "./panels/TryPanel.tsx";
import { VerdictPanel } from "./panels/VerdictPanel.tsx";
import { useTheme } from "./useTheme.ts";

const TablePanel = lazy(() => import("./panels/TablePanel.tsx"));

export function App({ lab }: { readonly lab: Lab }) {
  useEffect(() => mark("lab:interactive"), []);
  return (
    <LabContext value={lab}>
      <Page />
    </LabContext>
  );
}

function Page() {
  useTheme();
  const hide = useLab((state) => state.view.hide);
  const shown = (id: string): boolean => !hide.includes(id);
  return (
    <>
      <TopBar />
      <Banners />
      <main className="lab" data-bare={!shown("controls") || undefined}>
        <div className="lab-main">
          {shown("verdict") && <VerdictPanel />}
          {shown("scatter") && <ScatterPanel />}
        </div>
        <div className="lab-side">
          {shown("correlation") && <CorrelationPanel />}
          {shown("cell") && <CellPanel />}
          {shown("training") && <TrainingPanel />}
        </div>
        {shown("controls") && (
          <div className="lab-controls">
            <ControlsPanel />
          </div>
        )}
        <div className="lab-more">
          {shown("try") && <TryPanel />}
          {shown("found") && <FoundPanel />}
          {shown("table") && (
            <Suspense>
              <TablePanel />
            </Suspense>
          )}
        </div>
      </main>
      <Footer />
      <LiveRegion />
      <DropZone />
    </>
  );
}

function Footer() {
  return (
    <footer className="lab-footer">
      <p>
        Everything is computed on your device and nothing is sent anywhere. Heuristics after{" "}
        <a href="https://arxiv.org/abs/2110.01154" target="_blank" rel="noreferrer">
          Yu, Ranftl and Salzmann, TPAMI 2021
        </a>
        ; images from Fashion-MNIST (Zalando, MIT licence).
      </p>
    </footer>
  );
}
