/** @file The import sheet: what was understood of a user's tables, what only they can tell, and the way to judging by one of them. */
import { spaceById } from "../../core/spaces/index.ts";
import type { FileImport } from "../../store/fileImport.ts";
import { count } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { Reading } from "../panels/ImportBanners.tsx";
import "../styles/import.css";
import { Dialog } from "./Dialog.tsx";
import { ImportColumns } from "./ImportColumns.tsx";
import { ImportQuestions } from "./ImportQuestions.tsx";
import { ImportRows } from "./ImportRows.tsx";

export default function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const imports = useLab((state) => state.imports);
  return (
    <Dialog title={imports.length > 1 ? "Your tables" : "Your table"} onClose={onClose}>
      {imports.map((one) => (
        <Sheet key={one.id} one={one} />
      ))}
    </Dialog>
  );
}

function Sheet({ one }: { readonly one: FileImport }) {
  const { id, file, space, read, progress, maps } = one;
  const truth = useLab((state) => state.truth);
  const actions = useActions();
  const isJudging = truth.status === "ready" && read?.table !== undefined && truth.table === read.table;
  const understood = read?.understood;
  // What another reading would find goes in the place of this.
  const isReading = progress !== undefined;
  const other = read?.problem && understood?.space !== space ? spaceById(understood?.space ?? "") : undefined;
  return (
    <section className="import-sheet" aria-labelledby={`import-${id}`}>
      <h3 id={`import-${id}`}>{file.name}</h3>
      {isReading && <Reading one={one} />}
      {!isReading && read && understood && (
        <>
          <p>
            {understood.form}
            {understood.rows > 0 && `, ${counts(understood)} of ${spaceById(space)?.title ?? space}`}
            {understood.seeds > 0 && `; ${trainings(understood.seeds)} of an architecture`}
            {read.table && `; judged by ${read.table.judgedBy} accuracy`}.
          </p>
          {read.problem && (
            <p className="import-problem" role="alert">
              It cannot be used: {read.problem.message}.
            </p>
          )}
          <ImportQuestions key={maps.join("\n")} one={one} questions={understood.questions} />
          {understood.notes.length > 0 && (
            <ul className="import-notes">
              {understood.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          <ImportColumns one={one} columns={understood.columns} />
          {read.table && <ImportRows table={read.table} />}
          {isJudging ? (
            <p className="note">
              This table judges here until you remove it.{" "}
              <button type="button" className="link-button" onClick={actions.judgeByShipped}>
                Back to the usual table
              </button>
            </p>
          ) : (
            <div className="button-row">
              {read.table && (
                <button type="button" className="button primary" onClick={() => actions.judgeByImport(id)}>
                  Judge by this table
                </button>
              )}
              {other && (
                <button
                  type="button"
                  className="button primary"
                  onClick={() => void actions.readImportFor(id, other.id)}
                >
                  Read as a table of {other.title}
                </button>
              )}
              <button type="button" className="button" onClick={() => actions.closeImport(id)}>
                Leave it
              </button>
            </div>
          )}
          {read.table && !isJudging && (
            <p className="note">A new run begins; the present one stays in the list of runs.</p>
          )}
        </>
      )}
    </section>
  );
}

const counts = ({ rows, known, unknown }: { rows: number; known: number; unknown: number }): string =>
  `${count(rows)} ${rows === 1 ? "row" : "rows"}, ${unknown === 0 ? (known === 1 ? "an architecture" : "all architectures") : `${count(known)} with an architecture, ${count(unknown)} without one,`}`;

const trainings = (seeds: number): string =>
  seeds === 1 ? "one training" : `up to ${count(seeds)} trainings`;
