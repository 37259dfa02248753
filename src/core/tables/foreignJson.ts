/** @file Tables in the JSON forms that researchers hold: simple objects, lists of records, NAS-Bench-Suite-Zero, HPOBench, NDS. */
import type { Field } from "../fieldReader.ts";
import { columnOf } from "./columns.ts";
import type { Quantity, RawRow, RawTable } from "./rawTable.ts";

type Values = { [Q in Quantity]?: number[] };

/** Recognises the form and reads it; gives up on the first bad field (see `readFields`). */
export function readForeignJson(root: Field): RawTable {
  if (root.type === "list") return readList(root);
  const entries = root.entries();
  const first = entries[0]?.[1];
  if (!first) return root.fail("an object with architectures as keys");
  if (first.type !== "object" || first.entries().some(([key]) => columnOf(key)?.kind === "value"))
    return readObject("JSON, architecture → accuracy", entries);
  const leaf = first.entries()[0]?.[1];
  if (leaf?.type === "object" && !leaf.at("eval_acc1es").isMissing) return readHpoBench(entries);
  return readByDataset(entries);
}

/** `arch → number`, `arch → [number per seed]` or `arch → {val, test, …}`. */
function readObject(form: string, entries: readonly [string, Field][]): RawTable {
  const marks = new Marks();
  const rows = entries.map(([text, field]): RawRow => {
    if (field.type !== "object") return { where: `"${text}"`, text, values: { test: numbersOf(field) } };
    return { where: `"${text}"`, text, values: recordValues(field, marks) };
  });
  return { form, rows, errors: marks.errors(), notes: [] };
}

/** A list of records `{arch: …, test_acc: …}`, or of NDS networks. */
function readList(root: Field): RawTable {
  const items = root.items();
  const first = items[0];
  if (!first) return root.fail("a list with at least one network");
  if (first.type === "object" && !first.at("net").isMissing) return readNds(items);
  const marks = new Marks();
  const rows = items.map((item, index): RawRow => {
    const name = item.entries().find(([key]) => columnOf(key)?.kind === "architecture");
    if (!name) return item.fail('an object with a member "arch"');
    const text = name[1].type === "text" ? name[1].text() : JSON.stringify(name[1].raw);
    return { where: `entry ${index}`, text, values: recordValues(item, marks) };
  });
  return { form: "JSON, list of records", rows, errors: marks.errors(), notes: [] };
}

/** NAS-Bench-Suite-Zero: `data[dataset]["(4, 0, 3, 1, 4, 3)"] = {val_accuracy, …}`; CIFAR-10 where there is a choice. */
function readByDataset(entries: readonly [string, Field][]): RawTable {
  const chosen = entries.find(([key]) => /^cifar-?10$/i.test(key)) ?? (entries[0] as [string, Field]);
  const table = readObject("NAS-Bench-Suite-Zero", chosen[1].entries());
  const others = entries.filter((entry) => entry !== chosen).map(([key]) => key);
  const note = `Data set ${chosen[0]} was read${others.length > 0 ? `; the file also holds ${others.join(", ")}` : ""}.`;
  return { ...table, notes: [note] };
}

/** HPOBench NAS-Bench-201: `data[seed][arch].eval_acc1es["ori-test@199"]`, per cent. */
function readHpoBench(seeds: readonly [string, Field][]): RawTable {
  const byText = new Map<string, Values>();
  for (const [, architectures] of seeds)
    for (const [text, record] of architectures.entries()) {
      const values = byText.get(text) ?? {};
      byText.set(text, values);
      const accuracies = record.at("eval_acc1es");
      values.test = [...(values.test ?? []), accuracies.at("ori-test@199").number()];
      const validation = accuracies.at("x-valid@199");
      if (!validation.isMissing) values.validation = [...(values.validation ?? []), validation.number()];
    }
  return {
    form: "HPOBench NAS-Bench-201",
    rows: [...byText].map(([text, values]) => ({ where: `"${text}"`, text, values })),
    errors: [],
    notes: [`Accuracy after epoch 200, seeds ${seeds.map(([seed]) => seed).join(", ")}.`],
  };
}

/** NDS: `[{net: {genotype: {…}}, test_ep_top1: [error % per epoch]}]`; the last epoch counts. */
function readNds(items: readonly Field[]): RawTable {
  const rows = items.map((item, index): RawRow => {
    const errors = item.at("test_ep_top1");
    const last = errors.items().at(-1);
    if (!last) return errors.fail("a list with at least one epoch");
    const text = JSON.stringify(item.at("net").at("genotype").raw) ?? "";
    return { where: `entry ${index}`, text, values: { test: [last.number(0, 100)] } };
  });
  return { form: "NDS", rows, errors: ["test"], notes: [] };
}

/** Which quantities a table gives as accuracy; the others it has only as errors. */
class Marks {
  readonly #seen = new Map<Quantity, boolean>();

  /** Whether a field of this kind is to be read: all rows must mean the same by a quantity. */
  add(quantity: Quantity, isError: boolean, where: Field): void {
    const known = this.#seen.get(quantity);
    if (known !== undefined && known !== isError)
      where.fail("given the same way in all rows, as accuracy or as error");
    this.#seen.set(quantity, isError);
  }

  errors(): Quantity[] {
    return [...this.#seen].flatMap(([quantity, isError]) => (isError ? [quantity] : []));
  }
}

/** The quantities of one record. Where one is given both as accuracy and as error, the accuracy counts. */
function recordValues(record: Field, marks: Marks): Values {
  const values: Values = {};
  const known = record.entries().flatMap(([key, field]) => {
    const column = columnOf(key);
    return column?.kind === "value" ? [{ ...column, field }] : [];
  });
  for (const { quantity, isError, field } of known) {
    if (isError && known.some((other) => other.quantity === quantity && !other.isError)) continue;
    const numbers = numbersOf(field);
    if (numbers.length === 0) continue;
    marks.add(quantity, isError, field);
    values[quantity] = [...(values[quantity] ?? []), ...numbers];
  }
  return values;
}

/** A number, a list of numbers (one per seed), `{score: number}` (zero-cost proxies), or null for "not measured". */
function numbersOf(field: Field): number[] {
  if (field.type === "null") return [];
  if (field.type === "list") return field.items().map((item) => item.number());
  if (field.type === "object") return [field.at("score").number()];
  return [field.number()];
}
