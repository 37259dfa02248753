/** @file The thread that packs a user's own images: one job, then the page ends it. */
import type { ImagesJob, ImagesReport } from "./imagesProtocol.ts";
import { packImages } from "./packImages.ts";

const post = (report: ImagesReport): void => self.postMessage(report);

self.onmessage = async ({ data }: MessageEvent<ImagesJob>) => {
  post({ type: "progress", bytes: 0 });
  post({ type: "answer", answer: await packImages(data, (bytes) => post({ type: "progress", bytes })) });
};
