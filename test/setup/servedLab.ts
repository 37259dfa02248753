/** @file Builds the lab once and serves it the way `npm start` does; browser tests find the address in `inject("address")`. */

import { build, preview } from "vite";
import type { TestProject } from "vitest/node";
import { ensureBrowser } from "./findBrowser.ts";

declare module "vitest" {
  interface ProvidedContext {
    address: string;
    browser: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const browser = ensureBrowser();
  // The test runner says "test" here, and that would build the development form of React.
  const environment = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  await build({ logLevel: "warn" });
  process.env.NODE_ENV = environment;
  const server = await preview({ preview: { port: 0, host: "localhost" }, logLevel: "warn" });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error("the preview server has no local address");
  project.provide("address", address);
  project.provide("browser", browser);
  return () => server.close();
}
