/** @file The page's side of the thread that packs a user's own images. */

import type { ImagesReader, ImagesReport, PackedAnswer } from "./imagesProtocol.ts";
import { runThreadJob } from "./threadJob.ts";

export function createImagesReader(whyNotLoaded: () => Promise<string | undefined>): ImagesReader {
  return {
    async read(job, onProgress, signal) {
      signal.throwIfAborted();
      const worker = new Worker(new URL("./images.worker.ts", import.meta.url), {
        type: "module",
        name: "image packer",
      });
      return runThreadJob<ImagesReport, PackedAnswer>({
        ...{ worker, job, signal, whyNotLoaded },
        take(report) {
          if (report.type === "answer") return report.answer;
          onProgress(report.bytes);
          return undefined;
        },
        failed: (message) => ({ ok: false, message, isHalf: false }),
      });
    },
  };
}
