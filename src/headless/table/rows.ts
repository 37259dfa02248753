/** @file What a table holds of the trainings that are done. */
import { unknownCode } from "../../core/codeVersion.ts";
import { countFlops, countParameters } from "../../core/network/count.ts";
import type { Network } from "../../core/network/network.ts";
import type { NativeRow } from "../../core/tables/printTable.ts";
import type { TableCost } from "../../core/tables/rawTable.ts";
import type { JobResult } from "./job.ts";
import type { Selected } from "./selection.ts";

/** One architecture with its network and its trainings, one per seed. */
export interface Trained extends Pick<Selected, "source"> {
  /** In the space's notation. */
  readonly architecture: string;
  readonly network: Network;
  readonly results: readonly JobResult[];
}

interface Rows {
  readonly rows: readonly NativeRow[];
  /** Left out, since a training of them diverged: a mean over the others would be of those that went well. */
  readonly diverged: readonly string[];
  /** Versions of the code that trained. */
  readonly codes: ReadonlySet<string>;
  /** Absent where no training's time is known. */
  readonly cost?: TableCost;
}

export function rowsOf(trained: readonly Trained[]): Rows {
  const costs = trained.flatMap(({ results }) => results.flatMap(({ coreSeconds }) => coreSeconds ?? []));
  const rows = trained.flatMap((one) => rowOf(one) ?? []);
  const told = new Set(rows.map(({ architecture }) => architecture));
  return {
    rows,
    diverged: trained.map(({ architecture }) => architecture).filter((text) => !told.has(text)),
    codes: new Set(trained.flatMap(({ results }) => results.map(({ code }) => code ?? unknownCode))),
    ...(costs.length > 0 && {
      cost: { trainings: costs.length, coreSeconds: Math.round(costs.reduce((sum, one) => sum + one, 0)) },
    }),
  };
}

function rowOf({ architecture, source, network, results }: Trained): NativeRow | undefined {
  const test = results.flatMap((result) => result.test ?? []);
  const validation = results.flatMap((result) => result.validation ?? []);
  const loss = results.flatMap((result) => result.loss ?? []);
  if ([test, validation, loss].some(({ length }) => length < results.length)) return undefined;
  return {
    architecture,
    source,
    parameters: countParameters(network),
    flops: countFlops(network),
    gradientNorm: results.reduce((sum, result) => sum + result.gradientNorm, 0) / results.length,
    test,
    validation,
    loss: loss.map((one) => Number(one.toPrecision(5))),
  };
}
