/** @file Builds `supernet-lab`, which tests start as a process, from the present sources; training threads of a terminal are programs, too. */
import { fileURLToPath } from "node:url";
import { build } from "vite";

export default async function setup(): Promise<void> {
  const configFile = fileURLToPath(new URL("../../vite.lab.config.ts", import.meta.url));
  await build({ configFile, logLevel: "warn" });
}
