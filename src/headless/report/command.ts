/** @file `supernet-lab report`: what a study found, for eyes, spreadsheets, programs and browsers. */
import { join } from "node:path";
import type { Command } from "commander";
import { prepareFolder, writeWhole } from "../files.ts";
import { readStudyFolder } from "../study/folder.ts";
import { UsageError } from "../usage.ts";
import { reportPage } from "./page.ts";
import { type Report, reportCsv, reportJson, reportOf, reportText } from "./report.ts";

interface Options {
  readonly out?: string;
  readonly csv?: true;
  readonly json?: true;
  readonly html?: true;
}

const forms: Readonly<Record<"csv" | "json" | "html", (report: Report) => string>> = {
  csv: reportCsv,
  json: reportJson,
  html: reportPage,
};

const examples = `
Examples:
  supernet-lab report sweep
  supernet-lab report sweep --html > sweep.html
  supernet-lab report sweep --out report          # report.csv, report.json, report.html`;

export function addReportCommand(program: Command): void {
  program
    .command("report <folder>")
    .description(
      "tell what a study found: the effect of each option on S-KdT, in pairs over seeds, and its cost",
    )
    .option("--csv", "effects as CSV on standard output")
    .option("--json", "effects and configurations as one JSON object on standard output")
    .option("--html", "a page that needs no server, on standard output")
    .option("--out <folder>", "writes all three forms into this folder")
    .addHelpText("after", examples)
    .action(report);
}

function report(folder: string, options: Options): void {
  const asked = (["csv", "json", "html"] as const).filter((form) => options[form]);
  if (asked.length + (options.out === undefined ? 0 : 1) > 1)
    throw new UsageError("--csv, --json, --html and --out exclude each other: give one");
  const { study, seconds } = readStudyFolder(folder);
  const found = reportOf(study, seconds);
  const { out } = options;
  if (out === undefined) {
    const [form] = asked;
    process.stdout.write(form ? forms[form](found) : reportText(found));
    return;
  }
  for (const [form, write] of Object.entries(forms)) {
    const file = join(out, `report.${form}`);
    prepareFolder(file);
    writeWhole(file, write(found));
  }
  console.log(`${out}: report.csv, report.json, report.html`);
}
