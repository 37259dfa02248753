/** @file The page: what stands where. */
import { useDeferredValue, useEffect } from "react";
import type { Lab } from "../store/lab.ts";
import { mark } from "../store/marks.ts";
import { Boundary } from "./Boundary.tsx";
import { download } from "./download.ts";
import { LabContext, useActions, useLab } from "./LabContext.tsx";
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
import { cellDrawing, helpDialog, shareDialog } from "./parts.ts";
import { useTheme } from "./useTheme.ts";

export function App({ lab }: { readonly lab: Lab }) {
  return (
    <LabContext value={lab}>
      <Boundary title="The page" action={<SaveRun />}>
        <Page />
      </Boundary>
    </LabContext>
  );
}

/** Before the connection can be lost. */
function preloadParts(): void {
  for (const part of [helpDialog, shareDialog, cellDrawing]) part.preload();
}

/** For a page that is broken beyond that: what was measured is still there. */
function SaveRun() {
  const actions = useActions();
  const save = (): void => {
    const text = actions.exportRun();
    if (text) download("run.json", text, "application/json");
  };
  return (
    <button type="button" className="button" onClick={save}>
      Save the run
    </button>
  );
}

function Page() {
  useTheme();
  // The first sight of the page comes first; the rest follows in small pieces, without holding anything up.
  const whole = useDeferredValue(true, false);
  useEffect(() => {
    if (whole) mark("lab:interactive");
  }, [whole]);
  const isTraining = useLab((state) => state.phase === "running");
  useEffect(() => {
    if (isTraining) preloadParts();
  }, [isTraining]);
  const hide = useLab((state) => state.view.hide);
  const embedded = useLab((state) => state.view.embed);
  const shown = (id: string): boolean => !hide.includes(id);
  return (
    <>
      <Boundary title="The top bar">
        <TopBar />
      </Boundary>
      <Boundary title="The messages">
        <Banners />
      </Boundary>
      <main className="lab" data-bare={!shown("controls") || undefined}>
        <div className="lab-main">
          {shown("verdict") && (
            <Boundary title="The verdict">
              <VerdictPanel />
            </Boundary>
          )}
          {shown("both-ways") && (
            <Boundary title="The comparison">
              <BothWaysPanel />
            </Boundary>
          )}
          {shown("scatter") && (
            <Boundary title="The scatter plot">
              <ScatterPanel />
            </Boundary>
          )}
        </div>
        <div className="lab-side">
          {shown("correlation") && (
            <Boundary title="The correlation">
              <CorrelationPanel />
            </Boundary>
          )}
          {whole && shown("cell") && (
            <Boundary title="The architecture">
              <CellPanel />
            </Boundary>
          )}
          {whole && shown("training") && (
            <Boundary title="The training curves">
              <TrainingPanel />
            </Boundary>
          )}
        </div>
        {shown("controls") && (
          <div className="lab-controls">
            {whole && (
              <Boundary title="The settings">
                <ControlsPanel />
              </Boundary>
            )}
          </div>
        )}
        {whole && (
          <div className="lab-more">
            {shown("try") && (
              <Boundary title="The experiments">
                <TryPanel />
              </Boundary>
            )}
            {shown("found") && (
              <Boundary title="What was found">
                <FoundPanel />
              </Boundary>
            )}
            {shown("table") && (
              <Boundary title="The table">
                <TablePanel />
              </Boundary>
            )}
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
