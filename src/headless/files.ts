/** @file Reading and writing whole files, with errors in words. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EEXIST: "a part of the path is no folder",
  EPERM: "this may not be opened by this user",
  EISDIR: "this is a folder",
  ENOTDIR: "a part of the path is no folder",
  EACCES: "this may not be opened by this user",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
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

/** Makes the folder of a file that will be written and tries to write there, so that hours of work do not end at a wrong path. */
export function prepareOutput(file: string): void {
  const beside = besideOf(file);
  inWords(
    file,
    () => {
      mkdirSync(dirname(resolve(file)), { recursive: true });
      if (existsSync(file)) closeSync(openSync(file, "r+"));
      closeSync(openSync(beside, "w"));
      rmSync(beside);
    },
    { ...reasons, ENOENT: "no file can be made there" },
  );
}

const besideOf = (file: string): string => `${file}.${process.pid}.new`;

/** Written beside, brought to the disk and renamed: a kill at any moment leaves the old file or the new one, never half of it. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const beside = besideOf(file);
  inWords(file, () => {
    try {
      const open = openSync(beside, "w");
      writeFileSync(open, content);
      fsyncSync(open);
      closeSync(open);
      renameSync(beside, file);
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
    throw new Error(`${file}: ${words[code]}`);
  }
}
