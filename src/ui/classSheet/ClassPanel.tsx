/** @file The class sheet: the exported runs of many people side by side, pooled by configuration, and their answers counted. */
import { useEffect, useMemo, useRef } from "react";
import { classGroups } from "../../store/classSheet.ts";
import { type ClassState, classRows, classTruth } from "../../store/classState.ts";
import { tableOf } from "../../store/truth.ts";
import { download } from "../download.ts";
import { points } from "../format.ts";
import { Icon } from "../icons.tsx";
import { useActions, useLab } from "../LabContext.tsx";
import { ClassAnswers } from "./ClassAnswers.tsx";
import { ClassGroups } from "./ClassGroups.tsx";
import { ClassTable } from "./ClassTable.tsx";
import { classCsv } from "./classCsv.ts";
import { useRowIntervals } from "./useRowIntervals.ts";
import "../styles/sweep.css";
import "../styles/class.css";

export default function ClassPanel() {
  const sheet = useLab((state) => state.class);
  const isThere = sheet !== undefined;
  useEffect(() => {
    if (isThere) document.getElementById("panel-class")?.scrollIntoView();
  }, [isThere]);
  return (
    <>
      <p className="card-note">
        Everybody exports a run (Share, “Run (JSON)”); three or more of these files, dropped on the page
        together or chosen here, give a row each, and a mean for every configuration. Files of answers to the
        lessons are counted, too. Nothing leaves this device.
      </p>
      <ClassButtons />
      {sheet && <Sheet sheet={sheet} />}
    </>
  );
}

function ClassButtons() {
  const isThere = useLab((state) => state.class !== undefined);
  const actions = useActions();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="button-row">
      <button type="button" className="button" onClick={() => picker.current?.click()}>
        <Icon name="open" /> {isThere ? "Add files…" : "Choose files…"}
      </button>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept=".json,application/json"
        aria-label="Files of the class"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          void actions.changeClass((sheet) => sheet.open(files));
          event.currentTarget.value = "";
        }}
      />
      {isThere && (
        <button
          type="button"
          className="button"
          onClick={() => void actions.changeClass((sheet) => sheet.close())}
        >
          Close the sheet
        </button>
      )}
    </div>
  );
}

function Sheet({ sheet }: { readonly sheet: ClassState }) {
  const threshold = useLab((state) => state.view.thr);
  const own = useLab((state) => state.truth);
  const { runs, answers, problems, unread, pending } = sheet;
  const groups = useMemo(
    () => classGroups(runs, classRows(sheet, own), threshold),
    [runs, sheet, own, threshold],
  );
  const intervalOf = useRowIntervals(groups, threshold);
  const tables = [
    ...new Set(
      runs.flatMap(({ run }) => tableOf(run.config, classTruth(sheet, own, run.config.space))?.name ?? []),
    ),
  ];
  const method = `Judged by the table ${tables.join(", ") || "that is missing"}, stand-alone accuracies rounded to ${points(threshold, 2)}.`;
  return (
    <div className="class-sheet">
      <p role="status" aria-label="class sheet" className="note">
        {pending > 0
          ? `Reading, ${pending} to come.`
          : `${runs.length} runs and ${answers.length} files of answers read${unread > 0 ? `, ${unread} not` : ""}.`}
      </p>
      {problems.length > 0 && (
        <div role="alert">
          <ul className="class-problems">
            {problems.map((problem, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two files may fail alike, and the list only grows
              <li key={index}>{problem}</li>
            ))}
          </ul>
        </div>
      )}
      {runs.length > 0 && (
        <>
          <ClassGroups groups={groups} caption={["Class sheet", method]} />
          <p className="note">
            {method} The interval of a file is over architectures. The mean of a group and its 95 % interval
            (Student's t) are over runs of different seeds, taken as independent, all judged on the same
            architectures; two groups are held against each other in pairs where they share the seeds, else by
            Welch's t. A group is read where its least advanced run has come to, if that is at least half as
            far as its middle one.
          </p>
          <ClassTable groups={groups} intervalOf={intervalOf} />
          <div className="button-row">
            <button
              type="button"
              className="button"
              onClick={() =>
                download("super-net-class.csv", classCsv(groups, threshold, intervalOf), "text/csv")
              }
            >
              <Icon name="download" /> Save as CSV
            </button>
          </div>
        </>
      )}
      {answers.length > 0 && <ClassAnswers answers={answers} />}
    </div>
  );
}
