/** @file The columns of a table as they were understood; each can be said to mean something else. */
import { columnMeanings } from "../../core/tables/answers.ts";
import { quoted } from "../../core/tables/question.ts";
import type { FileImport } from "../../store/fileImport.ts";
import { useActions } from "../LabContext.tsx";

/** Of a file with thousands. */
const shownColumns = 40;

interface ImportColumnsProps {
  readonly one: FileImport;
  readonly columns: Readonly<Record<string, string>>;
}

export function ImportColumns({ one, columns }: ImportColumnsProps) {
  const actions = useActions();
  const all = Object.entries(columns);
  if (all.length === 0) return null;
  return (
    <div className="import-columns">
      <h4>Columns</h4>
      <ul>
        {all.slice(0, shownColumns).map(([name, meaning]) => (
          <li key={name}>
            <label>
              <span className="mono">{name === "" ? "(without a name)" : quoted(name)}</span>
              <select
                value=""
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  if (value) void actions.answerImport(one.id, [`${name}=${value}`]);
                }}
              >
                <option value="">{meaning}</option>
                {columnMeanings.map((other) => (
                  <option key={other} value={other}>
                    is: {other === "ignore" ? "not used" : other}
                  </option>
                ))}
              </select>
            </label>
          </li>
        ))}
      </ul>
      {all.length > shownColumns && <p className="note">And {all.length - shownColumns} more.</p>}
    </div>
  );
}
