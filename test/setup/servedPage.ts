/** @file Builds a page of the tests and serves it; the lab's own build is left alone. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, preview } from "vite";

export interface ServedPage {
  readonly address: string;
  close(): Promise<void>;
}

/** @param root folder of the page's `index.html` */
export async function servePage(root: string): Promise<ServedPage> {
  const outDir = await mkdtemp(join(tmpdir(), "super-net-page-"));
  const shared = { configFile: false, root, logLevel: "warn" } as const;
  await build({
    ...shared,
    base: "./",
    worker: { format: "es" },
    build: { outDir, emptyOutDir: true, target: "es2023" },
  });
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: "localhost" } });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error("the preview server has no local address");
  return {
    address,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}
