/** @file Further tables of the space that ship, each to judge by with a press. */
import { useState } from "react";
import { furtherTablesOf } from "../../core/tables/further.ts";
import { fetchBytes } from "../../worker/fetchBytes.ts";
import { useActions, useLab } from "../LabContext.tsx";

export function FurtherTables() {
  const space = useLab((state) => state.run?.config.space ?? state.config.space);
  const judging = useLab(({ truth }) => (truth.status === "ready" ? truth.table.name : undefined));
  const { openFiles } = useActions();
  const [state, setState] = useState<{ readonly file: string; readonly failed?: string }>();
  const judgeBy = async (file: string): Promise<void> => {
    setState({ file });
    try {
      const answer = await fetchBytes(new URL(`tables/${file}`, document.baseURI));
      // A server for single-page sites answers with the page itself where there is no file.
      if (answer === "missing" || answer.type.includes("html")) throw new Error("it is not on the server");
      await openFiles([new File([answer.bytes], file, { type: "application/json" })]);
      setState(undefined);
    } catch (error) {
      setState({ file, failed: error instanceof Error ? error.message : String(error) });
    }
  };
  const others = furtherTablesOf(space).filter(({ file }) => file !== judging);
  return others.map(({ file, trained, purpose }) => {
    const { failed } = state?.file === file ? state : {};
    return (
      <p key={file} className="note">
        There are also architectures that were trained alone {trained}: they show {purpose}.{" "}
        <button
          type="button"
          className="link-button"
          disabled={state?.file === file && !failed}
          aria-label={`Judge by architectures trained alone ${trained}`}
          onClick={() => judgeBy(file)}
        >
          Judge by them
        </button>
        {failed && <span role="alert"> They could not be loaded ({failed}).</span>}
      </p>
    );
  });
}
