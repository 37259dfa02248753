/** @file The page: what stands where. */
import { useDeferredValue, useEffect } from "react";
import type { Lab } from "../store/lab.ts";
import { mark } from "../store/marks.ts";
import { LabContext, useLab } from "./LabContext.tsx";
import { Banners } from "./panels/Banners.tsx";
import { BothWaysPanel } from "./panels/BothWaysPanel.tsx";
import { CellPanel } from "./panels/CellPanel.tsx";
import { ControlsPanel } from "./panels/ControlsPanel.tsx";
import { CorrelationPanel } from "./panels/CorrelationPanel.tsx";
import { DropZone } from "./panels/DropZone.tsx";
import { FoundPanel } from "./panels/FoundPanel.tsx";
import { LiveRegion } from "./panels/LiveRegion.tsx";
import { ScatterPanel } from "./panels/ScatterPanel.tsx";
import { TablePanel } from "./panels/TablePanel.tsx";
import { TopBar } from "./panels/TopBar.tsx";
import { TrainingPanel } from "./panels/TrainingPanel.tsx";
import { TryPanel } from "./panels/TryPanel.tsx";
import { VerdictPanel } from "./panels/VerdictPanel.tsx";
import { useTheme } from "./useTheme.ts";

export function App({ lab }: { readonly lab: Lab }) {
  return (
    <LabContext value={lab}>
      <Page />
    </LabContext>
  );
}

function Page() {
  useTheme();
  // The first sight of the page comes first; the rest follows in small pieces, without holding anything up.
  const whole = useDeferredValue(true, false);
  useEffect(() => {
    if (whole) mark("lab:interactive");
  }, [whole]);
  const hide = useLab((state) => state.view.hide);
  const embedded = useLab((state) => state.view.embed);
  const shown = (id: string): boolean => !hide.includes(id);
  return (
    <>
      <TopBar />
      <Banners />
      <main className="lab" data-bare={!shown("controls") || undefined}>
        <div className="lab-main">
          {shown("verdict") && <VerdictPanel />}
          {shown("both-ways") && <BothWaysPanel />}
          {shown("scatter") && <ScatterPanel />}
        </div>
        <div className="lab-side">
          {shown("correlation") && <CorrelationPanel />}
          {whole && shown("cell") && <CellPanel />}
          {whole && shown("training") && <TrainingPanel />}
        </div>
        {shown("controls") && <div className="lab-controls">{whole && <ControlsPanel />}</div>}
        {whole && (
          <div className="lab-more">
            {shown("try") && <TryPanel />}
            {shown("found") && <FoundPanel />}
            {shown("table") && <TablePanel />}
          </div>
        )}
      </main>
      {!embedded && <Footer />}
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
