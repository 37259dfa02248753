/** @file How a table was made, in a few sentences; what it does not say is said to be unknown. Pure. */
import { datasetOf } from "../core/datasets.ts";
import type { RowSource, TableCost } from "../core/tables/rawTable.ts";
import type { Table } from "../core/tables/table.ts";
import { count } from "./format.ts";

export function madeBy({ name, form, rows, seeds, judgedBy, provenance }: Table): string {
  const drawn = sourcesOf(rows.map(({ source }) => source));
  const sentences = [
    `${name} (${form}) holds ${rows.length === 1 ? "one architecture" : `${count(rows.length)} architectures`}${drawn}.`,
  ];
  if (!provenance)
    return `${sentences.join(" ")} It does not say on which images, by which recipe or with which code it was made.`;
  const { recipe, dataset, engine, code, created, cost } = provenance;
  const at = (group: string, key: string): unknown => {
    const values = recipe[group];
    return typeof values === "object" && values !== null
      ? (values as Record<string, unknown>)[key]
      : undefined;
  };
  const facts = [
    part(at("training", "epochs"), (value) => `${value} epochs`),
    part(at("data", "batchSize"), (value) => `batch ${value}`),
    part(
      at("optimizer", "learningRate"),
      (value) => `learning rate ${value} (${at("optimizer", "schedule")})`,
    ),
    part(at("network", "channels"), (value) => `${value} channels in the first stage`),
    part(at("network", "cells"), (value) => (value === 1 ? "one cell a stage" : `${value} cells a stage`)),
  ].flat();
  sentences.push(
    `Each was trained alone ${times(seeds)} on ${datasetOf(dataset.id)?.title ?? dataset.id}${facts.length > 0 ? `: ${facts.join(", ")}` : ""}.`,
    `Its accuracy is that on ${at("evaluation", "test") === "whole" ? "the whole test set" : judgedBy === "test" ? "the test images" : "the validation images"}, the mean over the trainings.`,
    `Made ${engine ? `on ${engine} ` : ""}by code ${code}, ${created.slice(0, 10)}.`,
    cost ? costText(cost, rows.length * seeds) : "What its trainings cost was not kept.",
  );
  return sentences.join(" ");
}

/** e.g. "Its 1,200 trainings took 11.5 hours of one core." */
function costText({ trainings, coreSeconds }: TableCost, all: number): string {
  const [amount, unit] = coreSeconds < 3600 ? [coreSeconds / 60, "minutes"] : [coreSeconds / 3600, "hours"];
  const which = trainings < all ? `${count(trainings)} of its ${count(all)}` : `Its ${count(all)}`;
  return `${which} trainings took ${amount.toFixed(1)} ${unit} of one core${trainings < all ? "; of the others it was not kept" : ""}.`;
}

const times = (seeds: number): string =>
  seeds === 1 ? "once" : seeds === 2 ? "twice" : `${count(seeds)} times`;

const part = (value: unknown, shown: (value: unknown) => string): string[] =>
  value === undefined ? [] : [shown(value)];

const words: Readonly<Record<RowSource, string>> = {
  uniform: "drawn uniformly from the space",
  admitted: "drawn uniformly from those that a default run trains",
  picked: "picked by size or by hand",
};

function sourcesOf(sources: readonly (RowSource | undefined)[]): string {
  if (sources.some((source) => source === undefined)) return "; how they were chosen it does not say";
  const counted = (Object.keys(words) as RowSource[]).flatMap((source) => {
    const found = sources.filter((other) => other === source).length;
    return found > 0 ? [`${found === sources.length ? "" : `${count(found)} `}${words[source]}`] : [];
  });
  return `, ${counted.join(", ")}`;
}
