/** @file Files of the package itself, in a clone as where a tarball was installed: what ships in `public`, and what is built. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const packageFolder = folderAbove(dirname(fileURLToPath(import.meta.url)));

export const publicFolder: URL = pathToFileURL(join(packageFolder, "public/"));

/** Path of a program that `npm ci` builds, for a process of its own. */
export function builtProgram(name: "thread" | "worker"): string {
  return join(packageFolder, "build", `${name}.js`);
}

function folderAbove(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  if (dirname(folder) === folder) throw new Error("the package's own folder was not found");
  return folderAbove(dirname(folder));
}
