/** @file Tables that a user opened or chose, while they are read, wait for an answer, or judge. */
import type { FileImport } from "../../store/fileImport.ts";
import { count } from "../format.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { Banner } from "./Banner.tsx";

const shownNotes = 3;

export default function ImportBanners() {
  const imports = useLab((state) => state.imports);
  const truth = useLab((state) => state.truth);
  const actions = useActions();
  const own = truth.status === "ready" && truth.origin === "file" ? truth.table : undefined;
  const judging = imports.find(({ read }) => own && read?.table === own);
  const notes = judging?.read?.understood.notes ?? [];
  const waiting = imports.filter((one) => !one.progress && one !== judging && one.read);
  const show = (title: string) => (
    <button type="button" className="link-button" onClick={() => actions.showImports(true)}>
      {title}
    </button>
  );
  return (
    <>
      {imports
        .filter(({ progress }) => progress)
        .map((one) => (
          <Banner key={one.id} kind="note">
            <Reading one={one} />
          </Banner>
        ))}
      {waiting.length > 0 && (
        <Banner kind="note">
          {waiting.length === 1 ? `${waiting[0]?.file.name} waits` : `${waiting.length} tables wait`} for you
          before judging. {show("What was understood")}
        </Banner>
      )}
      {own && (
        <Banner kind="note">
          Judged by a table that you chose: {own.name}, {own.form}, {own.rows.length}{" "}
          {own.rows.length === 1 ? "architecture" : "architectures"}. {notes.slice(0, shownNotes).join(" ")}
          {notes.length > shownNotes && ` And ${notes.length - shownNotes} more.`}{" "}
          <span className="banner-actions">
            {judging && show("What was understood")}
            <button type="button" className="link-button" onClick={actions.judgeByShipped}>
              Back to the usual table
            </button>
          </span>
        </Banner>
      )}
    </>
  );
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

/** How far the reading is, and a way out. */
export function Reading({ one: { id, file, progress } }: { readonly one: FileImport }) {
  const actions = useActions();
  const { bytes = 0, rows } = progress ?? {};
  const isWhole = bytes >= file.size;
  const label = `Reading ${file.name}`;
  const [done, of] = rows ? [rows.done, rows.of] : [isWhole ? undefined : bytes, file.size];
  return (
    <div className="import-reading">
      <span>
        {label}:{" "}
        {rows
          ? `making out row ${count(rows.done)} of ${count(rows.of)}`
          : isWhole
            ? "making out what it says"
            : `${megabytes(bytes)} of ${megabytes(file.size)} MB`}
      </span>
      <progress aria-label={label} max={of} value={done} />
      <button
        type="button"
        className="link-button"
        aria-label={`Stop reading ${file.name}`}
        onClick={() => actions.closeImport(id)}
      >
        Stop
      </button>
    </div>
  );
}
