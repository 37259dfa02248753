/** @file Whether a table tells of what is trained here: the same images, and networks of the same build. */
import type { Dataset } from "../datasets.ts";
import type { NetworkRecipe, Recipe } from "../recipe.ts";
import type { Table } from "./table.ts";

/** Sentences for the user; absent where there is nothing to say. */
export interface TableFit {
  /** Judging by this table compares two different tasks. */
  readonly warning?: string;
  /** What is not known of the table, or is meant to differ. */
  readonly note?: string;
}

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
export function fitOf({ name, provenance }: Table, dataset: Dataset, standAlone: Recipe): TableFit {
  if (!provenance)
    return { note: `${name} does not say on which images and with which networks it was made.` };
  const { id, sha256 } = provenance.dataset;
  const made = provenance.recipe.network;
  const differences = isRecord(made)
    ? (Object.keys(compared) as (keyof typeof compared)[])
        .filter((key) => made[key] !== undefined && made[key] !== standAlone.network[key])
        .map((key) => `${compared[key]} ${shown(made[key])}, here ${shown(standAlone.network[key])}`)
    : [];
  return {
    ...(sha256 !== dataset.sha256 && {
      warning: `${name} was made on other images (${id}, checksum ${sha256.slice(0, 8)}…) than those trained on here (${dataset.id}, checksum ${dataset.sha256.slice(0, 8)}…). A correlation with it compares two different tasks.`,
    }),
    ...(differences.length > 0 && {
      note: `${name} was made with other networks than the present settings build: ${differences.join("; ")}. Rankings can still be compared.`,
    }),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const shown = (value: unknown): string =>
  typeof value === "boolean" ? (value ? "on" : "off") : String(value);
