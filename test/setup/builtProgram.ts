/** @file Builds `supernet-lab`, which tests start as a process, from the present sources; training threads of a terminal are programs, too. */
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Once for the projects of one run. */
const shared = globalThis as { builtProgram?: Promise<unknown> };

export default async function setup(): Promise<void> {
  const configFile = fileURLToPath(new URL("../../vite.lab.config.ts", import.meta.url));
  shared.builtProgram ??= build({ configFile, logLevel: "warn" });
  await shared.builtProgram;
}
