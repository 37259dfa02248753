/** @file The place of the search panel, whose algorithms are loaded only when it is opened. */
import { useState } from "react";
import { Late } from "../Late.tsx";
import { searchPanel } from "../parts.ts";

export function LateSearchPanel() {
  const [open, setOpen] = useState(false);
  return (
    <section className="card wide" aria-labelledby="search-title">
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="table-summary">
          <h2 id="search-title">Search on this super-net</h2>
          <span className="note">random search against cleverer algorithms</span>
        </summary>
        {open && <Late part={searchPanel} props={{}} />}
      </details>
    </section>
  );
}
