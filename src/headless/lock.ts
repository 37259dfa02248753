/** @file One command at a time in a folder, or on a file. The lock of a command that was killed is taken over; nothing has to be cleaned up. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { inWords } from "./files.ts";

interface Owner {
  readonly host: string;
  readonly pid: number;
  /** When the process began, as its system counts; tells it from a later one of the same number. Empty where it does not say. */
  readonly began: string;
}

/**
 * @returns what gives the lock back
 * @throws Error that names the process which has it, or the folder where nothing can be written
 */
export const lockFolder = (folder: string): (() => void) =>
  inWords(folder, () => lock(folder, join(folder, "lock")));

/** The same for a file of a folder that others may work in. */
export const lockFile = (file: string): (() => void) => inWords(file, () => lock(file, `${file}.lock`));

function lock(what: string, file: string): () => void {
  const own: Owner = { host: hostname(), pid: process.pid, began: beginningOf(process.pid) };
  const beside = `${file}.${process.pid}`;
  // On the disk before it is the lock: a power cut leaves no empty one.
  writeFileSync(beside, JSON.stringify(own), { flush: true });
  try {
    for (;;) {
      if (isLinked(beside, file)) return givenBackAtEnd(file, own);
      const owner = readOwner(file);
      // Given back meanwhile.
      if (owner === undefined) continue;
      if (owner === "unreadable")
        throw new Error(`${file} cannot be read; where no command works in ${what}, delete it`);
      if (isAlive(owner))
        throw new Error(
          `${what} is in use by process ${owner.pid} on ${owner.host}; where that no longer runs, delete ${file}`,
        );
      takeAway(file, owner);
    }
  } finally {
    rmSync(beside, { force: true });
  }
}

/** A command that is stopped gives it back, too: another host, which cannot see that its process is gone, would keep out for good. */
function givenBackAtEnd(file: string, own: Owner): () => void {
  const giveBack = (): void => {
    process.off("exit", giveBack);
    // Not what another command was let take over.
    if (JSON.stringify(readOwner(file)) === JSON.stringify(own)) rmSync(file, { force: true });
  };
  process.on("exit", giveBack);
  return giveBack;
}

/** A link is made whole or not at all, so that nobody reads half a lock. */
function isLinked(from: string, to: string): boolean {
  return isMade(
    () => linkSync(from, to),
    // A file system without links, such as exFAT. Whoever reads the lock while it is written is refused, which is right, too.
    () => isMade(() => writeFileSync(to, readFileSync(from), { flag: "wx", flush: true })),
  );
}

/** Whether a file was made; where it was there before it was not. @param otherwise where files are not made in this way */
function isMade(make: () => void, otherwise?: () => boolean): boolean {
  try {
    make();
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "EEXIST") return false;
    if (otherwise && ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(code)) return otherwise();
    throw error;
  }
}

/** Puts it back where another command took the lock over in the meantime. */
function takeAway(file: string, dead: Owner): void {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch {
    // Another command was faster; the next round sees whose it is.
    return;
  }
  const found = readOwner(aside);
  if (found && JSON.stringify(found) !== JSON.stringify(dead)) isLinked(aside, file);
  rmSync(aside, { force: true });
}

/** `undefined`: there is no such file. "unreadable": nothing of use is in it, as after a power cut, or it is another user's. */
function readOwner(file: string): Owner | "unreadable" | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? undefined : "unreadable";
  }
}

/** Of another host nothing is known: it counts as alive. */
function isAlive({ host, pid, began }: Owner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return began === beginningOf(pid);
}

function beginningOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return fields?.[19] ?? "";
  } catch {
    return "";
  }
}
