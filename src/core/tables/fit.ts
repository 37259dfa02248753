/** @file Whether a table tells of what is trained here: the same images, and networks of the same build. */
import type { Dataset } from "../datasets.ts";
import { isOwnImages, ownImagesOf, titleOfOwn } from "../ownImagesId.ts";
import type { NetworkRecipe, Recipe } from "../recipe.ts";
import type { Table } from "./table.ts";

/** Whether a table can tell of runs on these images: it was made on them, or does not say on which. */
export function isOnSameImages({ provenance }: Table, { sha256 }: Dataset): boolean {
  return provenance === undefined || provenance.dataset.sha256 === sha256;
}

/** Sentences for the user; absent where there is nothing to say. */
export interface TableFit {
  /** Judging by this table would compare two different tasks, so it does not judge. */
  readonly warning?: string;
  /** What is not known of the table, or is meant to differ. */
  readonly note?: string;
}

/** What to do where no table fits the images. */
export const noTableAdvice =
  "Train some architectures alone (on the page: under a cell), or make a table of the same files (supernet-lab table --images …) and open it.";

/** What makes a network alone another one than in the table; the other knobs belong to sharing or to training. */
const compared = {
  cells: "cells per stage",
  channels: "channels of the first stage",
  affine: "affine batch norm",
} as const satisfies Partial<Record<keyof NetworkRecipe, string>>;

/**
 * @param dataset the images trained on here
 * @param alone what an architecture trained alone under the present settings would be (`standAloneRecipe`)
 */
export function fitOf(table: Table, dataset: Dataset, standAlone: Recipe): TableFit {
  const { name, provenance } = table;
  if (!provenance)
    return { note: `${name} does not say on which images and with which networks it was made.` };
  const { id, sha256 } = provenance.dataset;
  const made = provenance.recipe.network;
  const differences = isRecord(made)
    ? (Object.keys(compared) as (keyof typeof compared)[])
        .filter((key) => made[key] !== undefined && made[key] !== standAlone.network[key])
        .map((key) => `${compared[key]} ${shown(standAlone.network[key])} instead of ${shown(made[key])}`)
    : [];
  return {
    ...(!isOnSameImages(table, dataset) && {
      warning: `${name} was made on other images (${nameOf(id)}, checksum ${sha256.slice(0, 8)}…) than those trained on here (${nameOf(dataset.id)}, checksum ${dataset.sha256.slice(0, 8)}…), so it judges nothing here.${isOwnImages(dataset.id) ? ` ${noTableAdvice}` : ""}`,
    }),
    ...(differences.length > 0 && {
      note: `The super-net is built unlike the networks behind the stand-alone accuracies (${name}): ${differences.join("; ")}. You can still compare rankings.`,
    }),
  };
}

function nameOf(id: string): string {
  const own = ownImagesOf(id);
  return own ? titleOfOwn(own) : id.slice(0, 60);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const shown = (value: unknown): string =>
  typeof value === "boolean" ? (value ? "on" : "off") : String(value);
