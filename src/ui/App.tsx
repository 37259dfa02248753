/** @file The page: what stands where. */
import { useDeferredValue, useEffect, useState } from "react";
import { codeVersion } from "../core/codeVersion.ts";
import type { Lab } from "../store/lab.ts";
import { mark } from "../store/marks.ts";
import { Boundary } from "./Boundary.tsx";
import { LabContext, useActions, useLab, usePreload } from "./LabContext.tsx";
import { Late } from "./Late.tsx";
import { Banners } from "./panels/Banners.tsx";
import { DropZone } from "./panels/DropZone.tsx";
import { LiveRegion } from "./panels/LiveRegion.tsx";
import { type Panel, places, shownPanels } from "./panels/registry.ts";
import { TopBar } from "./panels/TopBar.tsx";
import * as parts from "./parts.ts";
import { SaveRun } from "./SaveRun.tsx";
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

function Page() {
  useTheme();
  // The first sight of the page comes first; the rest follows in small pieces, without holding anything up.
  const whole = useDeferredValue(true, false);
  useEffect(() => {
    if (whole) mark("lab:interactive");
  }, [whole]);
  const preload = usePreload();
  const isTraining = useLab((state) => state.phase === "running");
  useEffect(() => {
    if (!isTraining) return;
    // Before the connection can be lost.
    for (const part of Object.values(parts)) part.preload();
    preload();
  }, [isTraining, preload]);
  const [isTour, setTour] = useState(false);
  const embedded = useLab((state) => state.view.embed);
  const shown = shownPanels(useLab((state) => state.view));
  const isPlaced = (name: Panel["place"]): boolean => shown.some(({ place }) => place === name);
  return (
    <>
      <Boundary title="The top bar">
        <TopBar onTour={() => setTour(true)} />
      </Boundary>
      <Boundary title="The messages">
        <Banners />
      </Boundary>
      <main
        className="lab"
        data-bare={!isPlaced("controls") || undefined}
        data-single={!isPlaced("side") || undefined}
      >
        {places.map((place) => (
          <Place
            key={place}
            name={place}
            panels={shown.filter((panel) => panel.place === place)}
            whole={whole}
          />
        ))}
      </main>
      {!embedded && <Footer />}
      {whole && !embedded && (
        <Boundary title="The tour">
          <Late
            part={parts.tour}
            props={{ isOn: isTour, onStart: () => setTour(true), onEnd: () => setTour(false) }}
            isOptional={!isTour}
          />
        </Boundary>
      )}
      <LiveRegion />
      <DropZone />
      <Boundary title="What was understood of the table">
        <ImportSheet />
      </Boundary>
    </>
  );
}

function ImportSheet() {
  const isShown = useLab((state) => state.isImportShown);
  const actions = useActions();
  if (!isShown) return null;
  return <Late part={parts.importDialog} props={{ onClose: () => actions.showImports(false) }} />;
}

interface PlaceProps {
  readonly name: string;
  readonly panels: readonly Panel[];
  /** Whether what can wait is shown, too. */
  readonly whole: boolean;
}

function Place({ name, panels, whole }: PlaceProps) {
  if (panels.length === 0) return null;
  return (
    <div className={`lab-${name}`}>
      {panels.map(({ id, title, component: Panel, isLate = false }) =>
        isLate && !whole ? null : (
          <div key={id} id={`panel-${id}`} className="panel" tabIndex={-1}>
            <Boundary title={title}>
              <Panel />
            </Boundary>
          </div>
        ),
      )}
    </div>
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
        ; images from Fashion-MNIST (Zalando, MIT licence). Code {codeVersion}.
      </p>
    </footer>
  );
}
