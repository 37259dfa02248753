/** @file Links that carry more than what is chosen: what was changed on the way, and the run with its scores. */
import { useEffect, useState } from "react";
import { recipeOf } from "../../core/heuristics/index.ts";
import { storyOf } from "../../core/linkStory.ts";
import { exportRun } from "../../core/runFile.ts";
import type { Run } from "../../core/runState.ts";
import { toLink } from "../../core/shareLink.ts";
import { spaceById, spaces } from "../../core/spaces/index.ts";
import { briefRun, maxRunInLinkLength, packRun } from "../../store/linkRun.ts";
import { count } from "../format.ts";
import { useLab } from "../LabContext.tsx";
import { CopyRow } from "./CopyRow.tsx";

/** @param base address of the page without its hash */
export function StoryLink({ run, base }: { readonly run: Run; readonly base: string }) {
  const view = useLab((state) => state.view);
  const { changes } = run;
  if (changes.every(({ effect }) => effect === "rerank")) return null;
  const story = storyOf(run);
  if ("impossible" in story)
    return (
      <p className="note">
        This run changed settings on the way; the link above starts with the present ones. {story.impossible}
      </p>
    );
  return (
    <>
      <p className="note">
        This run changed settings on the way; the link above starts with the present ones. The next begins as
        this run began and makes its {changes.length === 1 ? "change" : `${count(changes.length)} changes`} at
        the same steps, so that the same story is trained again.
      </p>
      <CopyRow label="Link to the run as it went" text={base + toLink({ ...story, view })} />
    </>
  );
}

type Packed = { readonly text: string; readonly isBrief: boolean } | { readonly letters: number };

async function packed(run: Run): Promise<Packed> {
  const space = spaceById(run.config.space) ?? spaces[0];
  const whole = await packRun(exportRun(run));
  if (whole.length <= maxRunInLinkLength) return { text: whole, isBrief: false };
  const brief = briefRun(run, recipeOf(space, run.config.settings).evaluation);
  const text = brief && (await packRun(exportRun(brief)));
  return text !== undefined && text.length <= maxRunInLinkLength
    ? { text, isBrief: true }
    : { letters: whole.length };
}

/** The run is taken as it was when the dialog was opened: what trains on does not change a link that is being copied. */
export function RunLink({ run: present, base }: { readonly run: Run; readonly base: string }) {
  const view = useLab((state) => state.view);
  const [run] = useState(present);
  const [found, setFound] = useState<Packed>();
  useEffect(() => {
    let isOpen = true;
    packed(run).then(
      (result) => isOpen && setFound(result),
      () => {},
    );
    return () => {
      isOpen = false;
    };
  }, [run]);
  if (!found) return null;
  if ("letters" in found)
    return (
      <p className="note">
        With its scores this run would make a link of {count(found.letters)} letters, and few programs pass on
        more than {count(maxRunInLinkLength)}: send it as a file, “Run (JSON)” below.
      </p>
    );
  const link = base + toLink({ config: run.config, view, run: found.text });
  return (
    <>
      <p className="note">
        The run itself, with its scores: opens at once, and trains nothing.{" "}
        {found.isBrief &&
          "It holds the last scoring round and a part of the points of the training curve; all of it is in the file below. "}
        {count(link.length)} letters; some chat programs cut links after 2,000.
      </p>
      <CopyRow label="Link with the run in it" text={link} />
    </>
  );
}
