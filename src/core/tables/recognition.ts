/** @file Which architectures a file names: of which space, and, where they are written as numbers, by which numbering. */
import { spaces } from "../spaces/index.ts";
import type { Architecture, Numbering, SearchSpace } from "../spaces/space.ts";
import { passOver, type TellProgress, untold } from "./progress.ts";
import { type Question, quoted } from "./question.ts";

const allSpaces: readonly SearchSpace[] = spaces;
const looksLike = /[|([{;]|^\s*[0-9a-f]{32}\s*$|\b(normal|Genotype)\b/i;

const readsIn = (text: string, space: SearchSpace): boolean =>
  space.parse(text) !== undefined ||
  (space.numberings ?? []).some((numbering) => numbering.parse(text) !== undefined);

/** Whether a text is an architecture of some space, in some notation. */
export function isArchitecture(text: string): boolean {
  return looksLike.test(text.slice(0, 200)) && allSpaces.some((space) => readsIn(text, space));
}

/** The first other space that most of these texts are architectures of. */
export function otherSpace(texts: readonly string[], space: SearchSpace): SearchSpace | undefined {
  const sample = texts.slice(0, 20);
  return allSpaces.find(
    (other) =>
      other.id !== space.id && sample.filter((text) => readsIn(text, other)).length * 2 > sample.length,
  );
}

export interface Recognition {
  /** Per text; `undefined` for what is no architecture of the space. */
  readonly architectures: readonly (Architecture | undefined)[];
  readonly notes: readonly string[];
  readonly question?: Question;
}

/** @param prescribed name of the numbering that the form or the file's owner gives */
export function recognise(
  texts: readonly string[],
  space: SearchSpace,
  prescribed?: string,
  tell: TellProgress = untold,
): Recognition {
  const architectures = passOver(texts, (text) => space.parse(text), tell);
  const rest = texts.flatMap((text, index) => (architectures[index] ? [] : [{ text, index }]));
  const all = space.numberings ?? [];
  if (rest.length === 0 || all.length === 0) return { architectures, notes: [] };
  const read = all.map(
    (numbering): Reading => ({
      numbering,
      parsed: passOver(rest, ({ text }) => numbering.parse(text), tell),
    }),
  );
  if (!read.some(({ parsed }) => parsed.some(Boolean))) return { architectures, notes: [] };
  const told = read.find(({ numbering }) => numbering.name === prescribed);
  const fitting = told ? [told] : fittingOf(read, rest);
  const [chosen, ...others] = fitting as [Reading, ...Reading[]];
  for (const [at, { index }] of rest.entries()) architectures[index] = chosen.parsed[at];
  const differing = others.find(({ parsed }) =>
    parsed.some((one, at) => String(one) !== String(chosen.parsed[at])),
  );
  if (!differing)
    return {
      architectures,
      notes: [`Architectures are numbers, read as ${chosen.numbering.title}.`],
    };
  return {
    architectures,
    notes: [],
    question: whichNumbering(
      rest[0]?.text ?? "",
      fitting.map(({ numbering }) => numbering),
    ),
  };
}

interface Reading {
  readonly numbering: Numbering;
  readonly parsed: readonly (Architecture | undefined)[];
}

/**
 * The numberings that the file may have: those whose lists hold all of its operations. That one reads more rows than another says nothing,
 * as operations of which no network is built may be meant. What no list holds is none of the numbers.
 */
function fittingOf(read: readonly Reading[], rest: readonly { readonly text: string }[]): readonly Reading[] {
  const understood = read.map(({ numbering, parsed }) =>
    rest.map(({ text }, at) => numbering.understands?.(text) ?? parsed[at] !== undefined),
  );
  const fitting = read.filter((_, which) =>
    rest.every((_, at) => understood[which]?.[at] || !understood.some((each) => each[at])),
  );
  return fitting.length > 0 ? fitting : read;
}

function whichNumbering(text: string, numberings: readonly Numbering[]): Question {
  return {
    text: `Which numbering do architectures like ${quoted(text, 40)} have?`,
    options: numberings.map(({ name, title }) => ({ map: `numbering=${name}`, means: title })),
  };
}

/** Of which other space these texts are, as the end of a sentence; "" where they are of none. */
export function whoseInstead(texts: readonly string[], space: SearchSpace): string {
  const other = otherSpace(texts, space);
  return other && other.judgedBy !== space.id ? `; they are of ${other.title}` : "";
}
