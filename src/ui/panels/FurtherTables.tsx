/** @file Further tables of the space that ship, each to judge by with a press. */
import { useState } from "react";
import { spaceById } from "../../core/spaces/index.ts";
import { shippedTable } from "../../store/shipped.ts";
import { useActions, useLab } from "../LabContext.tsx";

export function FurtherTables() {
  const space = useLab((state) => spaceById(state.run?.config.space ?? state.config.space));
  const judging = useLab(({ truth }) => (truth.status === "ready" ? truth.table.name : undefined));
  const { openFiles } = useActions();
  /** What was asked for last, until it judges. */
  const [asked, setAsked] = useState<{ readonly file: string; readonly failure?: string }>();
  const judgeBy = async (file: string): Promise<void> => {
    setAsked({ file });
    const found = await shippedTable(file, document.baseURI);
    if (found.ok) await openFiles([found.value]);
    setAsked(found.ok ? undefined : { file, failure: found.problem.message });
  };
  const others = space?.furtherTables?.filter(({ file }) => file !== judging) ?? [];
  return others.map(({ file, trained, purpose }) => {
    const isAsked = asked?.file === file;
    return (
      <p key={file} className="note">
        There are also architectures that were trained alone {trained}: they show {purpose}.{" "}
        <button
          type="button"
          className="link-button"
          disabled={isAsked && asked.failure === undefined}
          aria-label={`Judge by architectures trained alone ${trained}`}
          onClick={() => judgeBy(file)}
        >
          Judge by them
        </button>
        {isAsked && asked.failure !== undefined && (
          <span role="alert"> They could not be loaded ({asked.failure}).</span>
        )}
      </p>
    );
  });
}
