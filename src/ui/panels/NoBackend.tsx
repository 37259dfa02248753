/** @file Nothing here can train: why, and what to do. */
import type { Failure } from "../../core/run.ts";
import { CopyButton } from "../CopyButton.tsx";
import { diagnostics } from "../diagnostics.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { BrowserAdvice } from "./BrowserAdvice.tsx";

export default function NoBackend({ failure }: { readonly failure: Failure }) {
  const backends = useLab((state) => state.backends);
  const actions = useActions();
  return (
    <section className="card" role="alert" aria-labelledby="no-backend-title">
      <div className="card-head">
        <h2 id="no-backend-title">This browser cannot train here</h2>
      </div>
      <p>{failure.message}</p>
      <p>{failure.advice}</p>
      <BrowserAdvice />
      <div className="button-row">
        <button type="button" className="button" onClick={actions.restart}>
          Try again
        </button>
        <CopyButton label="Copy diagnostics" className="button" text={diagnostics({ failure, backends })} />
      </div>
    </section>
  );
}
