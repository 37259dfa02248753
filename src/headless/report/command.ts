/** @file `supernet-lab report`: what a study found, for eyes, spreadsheets, programs and browsers. */
import { join } from "node:path";
import type { Command } from "commander";
import { findingsOf, type TableJudge } from "../../core/study/findings.ts";
import { printFindings } from "../../core/study/findingsFile.ts";
import type { StudyResults } from "../../core/study/results.ts";
import { prepareOutputs, writeWhole } from "../files.ts";
import { pathOption } from "../flags.ts";
import { finalFiles, readStudyFolder } from "../study/folder.ts";
import { UsageError } from "../usage.ts";
import { judgedBy, remarksAsRun } from "./judge.ts";
import { reportPage } from "./page.ts";
import { type Report, reportCsv, reportJson, reportOf, reportText } from "./report.ts";

interface Options {
  readonly table?: string;
  readonly findings?: string;
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
  supernet-lab report sweep --out report          # report.csv, report.json, report.html
  supernet-lab report sweep --table larger.json   # the same runs, judged by another table
  supernet-lab report sweep --findings found.json # what the page shows of a study

A results.json or times.json that is packed (.gz) is read as it is.`;

export function addReportCommand(program: Command): void {
  program
    .command("report <folder>")
    .description(
      "tell what a study found: the effect of each option on S-KdT, in pairs over seeds, and its cost",
    )
    .addOption(
      pathOption("--table <file>", "judges the finished runs by this table of stand-alone accuracy instead"),
    )
    .option("--csv", "effects as CSV on standard output")
    .option("--json", "effects and configurations as one JSON object on standard output")
    .option("--html", "a page that needs no server, on standard output")
    .addOption(pathOption("--out <folder>", "writes all three forms into this folder"))
    .addOption(pathOption("--findings <file>", "writes the findings that the page shows into this file"))
    .addHelpText("after", examples)
    .action(report);
}

function report(folder: string, options: Options): void {
  const { out, findings, table } = options;
  const asked = (["csv", "json", "html"] as const).filter((form) => options[form]);
  if (asked.length + [out, findings].filter((file) => file !== undefined).length > 1)
    throw new UsageError("--csv, --json, --html, --out and --findings exclude each other: give one");
  const finished = readStudyFolder(folder);
  const { study, judge, warnings } =
    table === undefined ? unchanged(finished.study) : judgedBy(finished.study, table);
  for (const warning of [...finished.warnings, ...warnings]) console.error(`warning: ${warning}`);
  const written =
    out === undefined
      ? []
      : Object.keys(forms).map((form) => ["--out", join(out, `report.${form}`)] as const);
  const read = finalFiles(folder).map((file) => ["the study", file] as const);
  prepareOutputs([["--findings", findings], ...written], [["--table", table], ...read]);
  if (findings !== undefined) {
    writeWhole(findings, printFindings(findingsOf(study, finished.seconds, judge)));
    console.log(`${findings}: findings of ${study.results.length} runs`);
    return;
  }
  const found = reportOf(study, finished.seconds, judge);
  if (out === undefined) {
    const [form] = asked;
    process.stdout.write(form ? forms[form](found) : reportText(found));
    return;
  }
  for (const [form, write] of Object.entries(forms)) {
    writeWhole(join(out, `report.${form}`), write(found));
  }
  console.log(`${out}: report.csv, report.json, report.html`);
}

/** Judged as it was run. */
const unchanged = (
  study: StudyResults,
): { readonly study: StudyResults; readonly judge?: TableJudge; readonly warnings: readonly string[] } => ({
  study,
  warnings: remarksAsRun(study),
});
