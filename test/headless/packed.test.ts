/** @file The tarball: installed into an empty folder, with nothing but the packages that it declares, the program trains. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import own from "../../package.json" with { type: "json" };

const runIn = (cwd: string, command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

it("runs three steps from an empty folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "packed-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const root = process.cwd();
  // The program is built already; without its scripts packing takes no build of its own.
  const [packed] = JSON.parse(
    runIn(root, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", folder),
  ) as [{ filename: string }];
  const modules = join(folder, "node_modules");
  const installed = join(modules, own.name);
  mkdirSync(installed, { recursive: true });
  runIn(folder, "tar", "xzf", packed.filename, "--strip-components=1", "-C", installed);
  // What an installation would fetch is taken from here: that and nothing else.
  for (const name of Object.keys(own.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  // As npm does with a program.
  chmodSync(join(installed, own.bin["supernet-lab"]), 0o755);
  mkdirSync(join(modules, ".bin"));
  symlinkSync(join(installed, own.bin["supernet-lab"]), join(modules, ".bin", "supernet-lab"));
  expect(readdirSync(installed).sort()).toEqual(["LICENSE", "README.md", "build", "package.json", "public"]);
  const told = runIn(
    folder,
    ...(["npx", "--no-install", "supernet-lab", "run", "--steps", "3", "--json"] as [string, ...string[]]),
    ...["--set", "bs=8", "paths=1", "channels=4", "evalimages=50", "pool=12"],
  );
  expect(JSON.parse(told)).toMatchObject({ step: 3, n: expect.any(Number) });
});
