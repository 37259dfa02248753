/** @file Finds a redis-server for the tests of the queue and unpacks Debian's where there is none; the system itself is left alone. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { globSync } from "tinyglobby";

/** What redis-server of Debian 12 needs beyond the libraries that Node's own image brings. */
const packages = ["redis-server", "redis-tools", "libjemalloc2", "liblzf1", "libatomic1"];
const unpacked = resolve(import.meta.dirname, "../../node_modules/.cache/redis");
const installed = ["/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"];

interface RedisProgram {
  readonly path: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** `REDIS_SERVER` goes first. Synchronous. */
export function ensureRedis(): RedisProgram {
  const found = [process.env.REDIS_SERVER ?? "", ...installed].find((path) => path && existsSync(path));
  if (found) return { path: found, environment: process.env };
  const path = join(unpacked, "usr/bin/redis-server");
  if (!existsSync(path)) unpack();
  const libraries = [
    ...new Set(globSync("usr/lib/**/*.so.*", { cwd: unpacked, absolute: true }).map(dirname)),
  ];
  return { path, environment: { ...process.env, LD_LIBRARY_PATH: libraries.join(":") } };
}

/** Without the warning that root cannot become another user for this folder. */
const quietly = ["-o", "APT::Sandbox::User=root", "download"];

function unpack(): void {
  if (!existsSync("/usr/bin/apt-get"))
    throw new Error("no redis-server found; install one or set REDIS_SERVER to its program");
  mkdirSync(dirname(unpacked), { recursive: true });
  const cwd = mkdtempSync(`${unpacked}-`);
  const run = (command: string, ...words: string[]): void => {
    execFileSync(command, words, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  };
  try {
    run("apt-get", ...quietly, ...packages);
  } catch {
    // Without lists, or with old ones, apt-get knows of no such file.
    run("apt-get", "update");
    run("apt-get", ...quietly, ...packages);
  }
  for (const file of globSync("*.deb", { cwd })) run("dpkg", "-x", file, ".");
  rmSync(unpacked, { recursive: true, force: true });
  renameSync(cwd, unpacked);
}
