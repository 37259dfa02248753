/** @file The frame that puts the lab into slides, a notebook or a page: its size, and the panels in it. */
import { useState } from "react";
import type { PanelId } from "../../core/panels.ts";
import { CopyRow } from "./CopyRow.tsx";

const sizes = [
  { id: "page", title: "Page (1000 × 760)", width: 1000, height: 760 },
  { id: "slide", title: "Slide (1280 × 720)", width: 1280, height: 720 },
  { id: "notebook", title: "Notebook (800 × 560)", width: 800, height: 560 },
] as const;

interface Content {
  readonly id: string;
  readonly title: string;
  readonly show?: readonly PanelId[];
  readonly hide?: readonly PanelId[];
}

const everything: Content = { id: "all", title: "what this page shows" };
const contents: readonly Content[] = [
  everything,
  { id: "charts", title: "the charts alone", show: ["scatter", "correlation"] },
  { id: "scatter", title: "the scatter plot alone", show: ["scatter"] },
  { id: "reading", title: "all but the settings", hide: ["controls", "try", "sweep"] },
];

const fieldsOf = ({ show, hide }: Content): string =>
  `${show ? `&show=${show.join(",")}` : ""}${hide ? `&hide=${hide.join(",")}` : ""}`;

/** @param address of the page with what is chosen */
export function FrameSection({ address }: { readonly address: string }) {
  const [size, setSize] = useState<string>("page");
  const [content, setContent] = useState<string>("all");
  const [isLarge, setLarge] = useState(false);
  const { width, height } = sizes.find(({ id }) => id === size) ?? sizes[0];
  const fields = fieldsOf(contents.find(({ id }) => id === content) ?? everything);
  const link = `${withoutFields(address, fields)}${fields}${isLarge ? "&present=1" : ""}&embed=1`;
  const frame = `<iframe src="${link.replaceAll("&", "&amp;")}" width="${width}" height="${height}" style="border:0" title="Super-net lab"></iframe>`;
  return (
    <>
      <div className="button-row">
        <select
          aria-label="Size of the frame"
          value={size}
          onChange={(event) => setSize(event.currentTarget.value)}
        >
          {sizes.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <select
          aria-label="What the frame shows"
          value={content}
          onChange={(event) => setContent(event.currentTarget.value)}
        >
          {contents.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <label>
          <input
            type="checkbox"
            checked={isLarge}
            onChange={(event) => setLarge(event.currentTarget.checked)}
          />{" "}
          larger, for a projector
        </label>
      </div>
      <CopyRow label="Frame" text={frame} />
      <p className="note">
        For a class: show= or hide= with the names of panels, lock= with the keys of settings that stay as the
        link says (lock=lr,space or lock=all), and lesson= with a lesson and its step can be added to any
        link.
      </p>
    </>
  );
}

/** A field counts once, and panels are chosen in one place: what the frame sets is taken out of the address. */
function withoutFields(address: string, fields: string): string {
  const panels = fields === "" ? [] : ["show", "hide"];
  const keys = [...panels, "present", "embed"];
  return address.replace(/&([a-z]+)=[^&]*/g, (field, key) => (keys.includes(key) ? "" : field));
}
