/** @file Researchers' JSON as a grid: pandas in its orientations, records, pairs, objects by architecture at any depth, NDS, HPOBench. */
import { type ReadResult, refused } from "../fieldReader.ts";
import { readColumnName } from "./columns.ts";
import type { Grid, GridRow, IsArchitecture } from "./grid.ts";
import { isHpoBench, readHpoBench } from "./hpoBench.ts";
import { entriesOf, gridOf, readByArchitecture } from "./jsonByArchitecture.ts";
import {
  cellOf,
  flattened,
  GridBuilder,
  isList,
  isObject,
  type Members,
  sampled,
  shown,
  textOf,
} from "./jsonCells.ts";
import { passOver, type TellProgress, untold } from "./progress.ts";
import { limited, listed, quoted } from "./question.ts";

export function readJsonGrid(
  root: unknown,
  isLines: boolean,
  isArchitecture: IsArchitecture,
  tell: TellProgress = untold,
): ReadResult<Grid> {
  if (isList(root))
    return readList(root, isLines ? "JSON lines" : "JSON, list of records", isArchitecture, tell);
  if (!isObject(root)) return refused("the file is JSON, but neither an object nor a list");
  const keys = Object.keys(root);
  if (keys.length === 0) return refused("the file is an object without members");
  if (isList(root.columns) && isList(root.data)) return readSplit(root.columns, root.data, root.index);
  if (isObject(root.schema) && isList(root.data))
    return readList(root.data, "JSON, pandas table", isArchitecture, tell);
  if (isHpoBench(root)) return readHpoBench(root);
  return (
    readByArchitecture(root, isArchitecture) ??
    readColumns(root) ??
    readIndexed(root, isArchitecture) ??
    readWrapped(root, isArchitecture, tell) ?? {
      ok: true,
      value: gridOf("JSON, architecture → accuracy", entriesOf(root), []),
    }
  );
}

function readList(
  items: readonly unknown[],
  form: string,
  isArchitecture: IsArchitecture,
  tell: TellProgress,
): ReadResult<Grid> {
  if (items.length === 0) return refused("the file is a list without entries");
  if (items.every(isList)) return readPairs(items, isArchitecture);
  const bad = items.findIndex((item) => !isObject(item));
  if (bad >= 0) return refused(limited(`entry ${bad} is no record, as others are, but ${shown(items[bad])}`));
  const records = items as readonly Members[];
  if (isNds(records)) return readNds(records);
  const builder = new GridBuilder();
  passOver(
    records,
    (record, index) => builder.add(`entry ${index}`, flattened(record, isArchitecture)),
    tell,
  );
  return { ok: true, value: builder.grid(form, []) };
}

/** Lists of cells, the first of them perhaps the names. */
function readPairs(items: readonly (readonly unknown[])[], isArchitecture: IsArchitecture): ReadResult<Grid> {
  const [first = []] = items;
  const isHeader =
    items.length > 1 &&
    first.every((cell) => typeof cell === "string" && !isArchitecture(cell) && cell !== "");
  const width = items.reduce((most, item) => Math.max(most, item.length), 0);
  const columns = Array.from({ length: Math.min(width, 1000) }, (_, i) =>
    isHeader ? String(first[i] ?? `column ${i + 1}`) : `column ${i + 1}`,
  );
  const rows = (isHeader ? items.slice(1) : items).map((item, index) => ({
    where: `entry ${index + (isHeader ? 1 : 0)}`,
    cells: item.slice(0, columns.length).map(cellOf),
  }));
  return { ok: true, value: { form: "JSON, list of lists", columns, rows, notes: [] } };
}

/** The index may hold the architectures (`set_index("arch")`); its name is not written. */
function readSplit(columns: readonly unknown[], data: readonly unknown[], index?: unknown): ReadResult<Grid> {
  const bad = data.findIndex((item) => !isList(item) || item.length !== columns.length);
  if (bad >= 0) return refused(limited(`data[${bad}] must be a list of ${columns.length}, one per column`));
  const names = columns.map(String);
  const labels = isList(index) && !names.includes(indexName) ? index : undefined;
  if (labels && labels.length !== data.length)
    return refused(`index must be a list of ${data.length}, one per row, not of ${labels.length}`);
  const rows = (data as readonly (readonly unknown[])[]).map((item, row) => ({
    where: `data[${row}]`,
    cells: (labels ? [labels[row], ...item] : item).map(cellOf),
  }));
  const all = labels ? [indexName, ...names] : names;
  return { ok: true, value: { form: "JSON, pandas split", columns: all, rows, notes: [] } };
}

const indexName = "row name";

/** pandas by column: every member holds the same keys, or lists of one length. */
function readColumns(root: Members): ReadResult<Grid> | undefined {
  const names = Object.keys(root);
  const [first] = Object.values(root);
  const hasMeaning = names.slice(0, sampled).some((name) => {
    const { role, quantity } = readColumnName(name);
    return role !== undefined || quantity !== undefined;
  });
  if (!hasMeaning) return undefined;
  if (isList(first)) {
    const length = first.length;
    const lists = Object.values(root);
    if (names.length < 2 || !lists.every((list) => isList(list) && list.length === length)) return undefined;
    const rows = first.map((_, index) => ({
      where: `row ${index}`,
      cells: (lists as readonly (readonly unknown[])[]).map((list) => cellOf(list[index])),
    }));
    return { ok: true, value: { form: "JSON, pandas columns", columns: names, rows, notes: [] } };
  }
  if (!Object.values(root).every(isObject)) return undefined;
  const keys = new Set(Object.values(root).flatMap((column) => Object.keys(column as Members)));
  const rows = [...keys].map((key) => ({
    where: `row ${quoted(key)}`,
    cells: Object.values(root).map((column) => cellOf((column as Members)[key])),
  }));
  return { ok: true, value: { form: "JSON, pandas columns", columns: names, rows, notes: [] } };
}

/** Records by a key that is none of the architecture, which stands inside. */
function readIndexed(root: Members, isArchitecture: IsArchitecture): ReadResult<Grid> | undefined {
  const records = Object.values(root);
  const holds = (record: unknown): boolean =>
    isObject(record) &&
    Object.values(record).some((value) => typeof value === "string" && isArchitecture(value));
  if (!records.slice(0, sampled).some(holds) || !records.every(isObject)) return undefined;
  const builder = new GridBuilder();
  for (const [key, record] of Object.entries(root))
    builder.add(`"${quoted(key)}"`, flattened(record as Members, isArchitecture));
  return { ok: true, value: builder.grid("JSON, records by key", []) };
}

/** One member holds the table, the others tell about it. */
function readWrapped(
  root: Members,
  isArchitecture: IsArchitecture,
  tell: TellProgress,
): ReadResult<Grid> | undefined {
  const inner = Object.entries(root).filter(
    ([, value]) => isList(value) && value.length > 0 && value.every((item) => isObject(item) || isList(item)),
  );
  if (inner.length > 1 && inner.every(([, list]) => isNds(list as readonly unknown[])))
    return readNdsLists(inner as readonly [string, readonly unknown[]][]);
  const [only] = inner;
  if (inner.length !== 1 || !only) return undefined;
  return readList(
    only[1] as readonly unknown[],
    `JSON, list of records in "${quoted(only[0])}"`,
    isArchitecture,
    tell,
  );
}

const isNds = (records: readonly unknown[]): boolean =>
  records.every(isObject) && records.some((record) => isObject(record.net) && "test_ep_top1" in record);

/** NDS as published: `{top: […], mid: […]}`, each list a part of the same sample. */
function readNdsLists(lists: readonly (readonly [string, readonly unknown[]])[]): ReadResult<Grid> {
  const read = lists.map(([name, list]) => readNds(list as readonly Members[], `"${quoted(name, 30)}" `));
  const bad = read.find((each) => !each.ok);
  if (bad && !bad.ok) return bad;
  const grids = read.flatMap((each) => (each.ok ? [each.value] : []));
  const [first] = grids as [Grid];
  const counts = lists.map(([name, list]) => `${list.length} in "${quoted(name, 30)}"`);
  return {
    ok: true,
    value: {
      ...first,
      rows: grids.flatMap(({ rows }) => rows),
      notes: [...first.notes, `Records of all lists are read: ${listed(counts)}.`],
    },
  };
}

/** NDS: `[{net: {genotype: {…}}, test_ep_top1: [error % per epoch]}]`; the last epoch counts. */
function readNds(records: readonly Members[], list = ""): ReadResult<Grid> {
  const rows: GridRow[] = [];
  for (const [index, { net, test_ep_top1: errors }] of records.entries()) {
    if (!isList(errors) || errors.length === 0)
      return refused(`${list}[${index}].test_ep_top1 must be a list with at least one epoch`);
    const text = textOf(isObject(net) ? net.genotype : undefined);
    rows.push({ where: `${list}entry ${index}`, cells: [text, cellOf(errors.at(-1))] });
  }
  return {
    ok: true,
    value: {
      form: "NDS",
      columns: ["genotype", "test_ep_top1"],
      meanings: new Map([
        [0, "architecture"],
        [1, "test error"],
      ]),
      rows,
      notes: ["The error after the last epoch counts."],
    },
  };
}
