/** @file Share & export: the link, a frame for another page, and files. */
import { useRef } from "react";
import { describeDifference } from "../../core/describeConfig.ts";
import { defaultView } from "../../core/linkView.ts";
import { isOwnImages } from "../../core/ownImagesId.ts";
import type { RunConfig } from "../../core/run.ts";
import { printSetting } from "../../core/settings.ts";
import { exportScores } from "../../store/exports.ts";
import { download } from "../download.ts";
import { Icon } from "../icons.tsx";
import { useActions, useLab, useLabState } from "../LabContext.tsx";
import { runFileName } from "../runFileName.ts";
import { RunLink, StoryLink } from "./CarriedLinks.tsx";
import { CopyRow } from "./CopyRow.tsx";
import { Dialog } from "./Dialog.tsx";
import { FrameSection } from "./FrameSection.tsx";
import { KeptSection } from "./KeptSection.tsx";
import { QrCode } from "./QrCode.tsx";

export default function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const config = useLab((state) => state.config);
  const scored = useLab((state) => state.figures.scored);
  const run = useLab((state) => state.run);
  const isOwn = isOwnImages(config.dataset);
  const isOtherwise = useLab(({ view }) => view.thr !== defaultView.thr);
  const hasTable = useLab(({ truth }) => truth.status === "ready" && truth.origin === "file");
  const actions = useActions();
  const state = useLabState();
  const picker = useRef<HTMLInputElement>(null);
  const base = location.href.split("#")[0] ?? "";
  const address = base + actions.link();
  const compared = actions.comparisonLink();
  return (
    <Dialog title="Share & export" onClose={onClose}>
      <section>
        <h3>Link</h3>
        <p className="note">
          Reproduces what is chosen, with the seed: {describeDifference(config)}. Sampling, order and initial
          weights are the same everywhere; so are all numbers on WASM, while GPUs differ in the last digits.
          {hasTable &&
            " The table that you chose does not travel in it: where it is opened, the usual one judges."}
        </p>
        <CopyRow label="Link" text={address} />
        <details className="qr-details">
          <summary className="link-button">as a QR code</summary>
          <QrCode text={address} />
        </details>
        {run && <StoryLink run={run} base={base} />}
        {run && scored > 0 && <RunLink run={run} base={base} />}
        {compared && (
          <>
            <p className="note">
              The comparison: opens this run and the baseline beside each other, both from the beginning.
            </p>
            <CopyRow label="Link to the comparison" text={base + compared} />
          </>
        )}
      </section>
      <section>
        <h3>In your own page</h3>
        <FrameSection address={address} />
      </section>
      <section>
        <h3>In a terminal</h3>
        <p className="note">
          What the link trains, in a copy of the project and without a browser.
          {isOwn && " IMAGES stands for the files of your images."}
          {hasTable && " TABLE stands for the file of your table."}
        </p>
        <CopyRow
          label="Command"
          text={terminalCommand(config, { link: isOwn || isOtherwise ? address : undefined, hasTable })}
        />
      </section>
      <section>
        <h3>Files</h3>
        <div className="button-row">
          <button
            type="button"
            className="button"
            disabled={scored === 0}
            onClick={() => {
              const text = exportScores(state());
              if (run && text) download(`${runFileName(run)}.csv`, text, "text/csv");
            }}
          >
            <Icon name="download" /> Scores (CSV)
          </button>
          <button
            type="button"
            className="button"
            disabled={scored === 0}
            onClick={() => {
              const text = actions.exportRun();
              if (run && text) download(`${runFileName(run)}.json`, text, "application/json");
            }}
          >
            <Icon name="download" /> Run (JSON)
          </button>
          <button type="button" className="button" onClick={() => picker.current?.click()}>
            <Icon name="open" /> Open a run, table or images…
          </button>
          <input
            ref={picker}
            type="file"
            hidden
            multiple
            aria-label="Open a run or table"
            onChange={(event) => {
              const files = [...(event.currentTarget.files ?? [])];
              if (files.length === 0) return;
              void actions.openFiles(files);
              onClose();
            }}
          />
        </div>
        <p className="note" style={{ marginTop: 8 }}>
          Files can also be dropped anywhere on the page. Each chart saves itself as SVG or PNG with the
          button in its corner.
        </p>
      </section>
      <KeptSection />
    </Dialog>
  );
}

interface CommandInput {
  /** Of the page, where what it says is not all in the settings: the images, by which the terminal sees whether it is given the same, or the threshold. */
  readonly link?: string | undefined;
  /** Whether a table of the user's own judges. */
  readonly hasTable?: boolean;
}

/** What trains the same in a terminal. */
export function terminalCommand(
  { space, dataset, seed, settings }: RunConfig,
  { link, hasTable = false }: CommandInput = {},
): string {
  const set = Object.entries(settings).map(([key, value]) => ` ${key}=${printSetting(value)}`);
  const chosen = `--space ${space} --seed ${seed}${set.length > 0 ? ` --set${set.join("")}` : ""}`;
  const run = link === undefined ? chosen : `"${link}"`;
  return `npx supernet-lab run ${run}${isOwnImages(dataset) ? " --images IMAGES" : ""}${hasTable ? " --table TABLE" : ""}`;
}
