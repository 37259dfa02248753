/** @file With which code a table is made: told by the build itself, wherever the command runs. */
import { codeVersion } from "../../core/codeVersion.ts";
import { UsageError } from "../usage.ts";

declare const __CODE_COMMIT__: string;

/** With the other versions that trained some of it: an earlier command of the same recipe leaves its trainings to the next one. */
export function andOthers(code: string, trained: ReadonlySet<string>): string {
  const others = [...trained].filter((one) => one !== codeVersion).sort();
  return others.length > 0 ? `${code}, some trained by ${others.join(", ")}` : code;
}

/** What a table's file says of its code. @throws UsageError where it was built from sources that no commit holds, and that is not allowed */
export function codeOfTable(allowDirty: boolean, commit: string = __CODE_COMMIT__): string {
  if (commit.endsWith("-dirty") && !allowDirty)
    throw new UsageError(
      "the program was built from sources with changes that are not committed, so that nobody could make the table again: commit and build (npm run prepare), or allow it with --allow-dirty, which the table then says",
    );
  return commit === "" ? codeVersion : `${codeVersion} (commit ${commit})`;
}
