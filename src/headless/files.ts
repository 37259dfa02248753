/** @file Reading and writing whole files, with errors in words. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { UsageError } from "./usage.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EEXIST: "a part of the path is no folder",
  EPERM: "this may not be opened by this user",
  EISDIR: "this is a folder",
  ENOTDIR: "a part of the path is no folder",
  EACCES: "this may not be opened by this user",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ELOOP: "its links go round in a circle",
};

/** @throws Error that names the file and why it cannot be read */
export function readText(file: string): string {
  return inWords(file, () => readFileSync(file, "utf8"));
}

/** @throws Error that names the file and why it cannot be read */
export function readBytes(file: string): Uint8Array {
  return inWords(file, () => readFileSync(file));
}

/** Text that may be packed by gzip, as its name says. @throws Error that names the file and why it cannot be read */
export function readPacked(file: string): string {
  if (!file.endsWith(".gz")) return readText(file);
  const bytes = readBytes(file);
  try {
    return gunzipSync(bytes).toString("utf8");
  } catch {
    throw new Error(`${file}: this is not a whole gzip file`);
  }
}

/** A file, after the flag or the words that name it; `undefined` where it is not asked for. */
type NamedFile = readonly [name: string, file: string | undefined];

/**
 * `prepareOutput` for all that a command will write.
 * @throws UsageError where one of them is what the command reads, or another of them
 */
export function prepareOutputs(outputs: readonly NamedFile[], inputs: readonly NamedFile[]): void {
  const names = new Map<string, string>();
  for (const [name, file] of inputs) if (file !== undefined) names.set(identityOf(file), name);
  for (const [name, file] of outputs) {
    if (file === undefined || isDevice(file)) continue;
    const other = names.get(identityOf(file));
    if (other !== undefined)
      throw new UsageError(
        `${other} and ${name} name the same file, ${file}, which would be lost: write to another`,
      );
    names.set(identityOf(file), name);
  }
  for (const [, file] of outputs) if (file !== undefined) prepareOutput(file);
}

/** The same for all paths that lead to one file, which may not be there yet. */
function identityOf(file: string): string {
  const path = resolve(file);
  return existsSync(path) ? realpathSync(path) : join(identityOf(dirname(path)), basename(path));
}

/** Makes the folder of a file that will be written and tries to write there, so that hours of work do not end at a wrong path. */
export function prepareOutput(file: string): void {
  if (file === "") throw new UsageError("the name of a file to write is empty");
  inWords(
    file,
    () => {
      mkdirSync(dirname(resolve(file)), { recursive: true });
      if (existsSync(file)) closeSync(openSync(file, "r+"));
      if (isDevice(file)) return;
      const beside = besideOf(targetOf(file));
      closeSync(openSync(beside, "w"));
      rmSync(beside);
    },
    { ...reasons, ENOENT: "no file can be made there" },
  );
}

/** Or a pipe, such as /dev/stdout: what is no file of a disk is written to, not replaced. */
const isDevice = (file: string): boolean => existsSync(file) && !statSync(file).isFile();

/** What a link leads to, which stays a link. @throws Error where that is nothing */
function targetOf(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  if (lstatSync(file, { throwIfNoEntry: false }))
    throw new Error(`${file}: this is a link that leads nowhere`);
  return file;
}

const besideOf = (file: string): string => `${file}.${process.pid}.new`;

/** Written beside, brought to the disk and renamed: a kill at any moment leaves the old file or the new one, never half of it. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  inWords(file, () => {
    if (isDevice(file)) return writeFileSync(file, content);
    const target = targetOf(file);
    const beside = besideOf(target);
    try {
      const open = openSync(beside, "w");
      writeFileSync(open, content);
      fsyncSync(open);
      closeSync(open);
      renameSync(beside, target);
    } finally {
      rmSync(beside, { force: true });
    }
  });
}

/** Runs what opens a file. @throws Error that names the file and why it cannot be used */
export function inWords<T>(file: string, act: () => T, words = reasons): T {
  try {
    return act();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!words[code]) throw error;
    throw new Error(`${file === "" ? '""' : file}: ${words[code]}`);
  }
}
