/** @file What a column of a researcher's table means, from its name. */
import type { Quantity } from "./rawTable.ts";

export type Column =
  | { readonly kind: "architecture" }
  | { readonly kind: "value"; readonly quantity: Quantity; readonly isError: boolean };

const architectureNames =
  /^(arch|architecture|arch_?str|arch_?string|genotype|hash|cell|encoding|network|model)$/;

/**
 * `arch`, `val_acc`, `test_acc`, `supernet_acc`, `params`, `flops` and their usual relatives: `valid_accuracy`, `test_err`,
 * `accuracy`, `test_acc_seed1`. `undefined` for what the lab has no use for (training accuracy, times, steps).
 */
export function columnOf(name: string): Column | undefined {
  const plain = name.trim().toLowerCase();
  if (architectureNames.test(plain)) return { kind: "architecture" };
  const words = plain.split(/[^a-z]+/).filter((word) => word !== "" && word !== "seed");
  const has = (...candidates: string[]): boolean => words.some((word) => candidates.includes(word));
  const value = (quantity: Quantity, isError = false): Column => ({ kind: "value", quantity, isError });
  if (has("params", "parameters", "param")) return value("parameters");
  if (has("flops", "macs", "madds")) return value("flops");
  const known = ["test", "val", "valid", "validation", "acc", "accuracy", "err", "error", "top", "mean"];
  const superNet = ["supernet", "super", "net", "oneshot"];
  if (words.length === 0 || !words.every((word) => known.includes(word) || superNet.includes(word)))
    return undefined;
  const isError = has("err", "error");
  if (has("supernet", "super", "oneshot")) return value("superNet", isError);
  if (has("val", "valid", "validation")) return value("validation", isError);
  return has("test", "acc", "accuracy", "err", "error") ? value("test", isError) : undefined;
}
