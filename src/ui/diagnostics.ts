/** @file What a report of a problem should hold: the browser, and what the start-up probe found. */

import type { BackendId, BackendReport } from "../core/backends.ts";
import type { Failure } from "../core/run.ts";

interface DiagnosticsInput {
  readonly failure?: Failure | undefined;
  readonly backends?: { readonly chosen: BackendId; readonly reports: readonly BackendReport[] } | undefined;
}

export function diagnostics({ failure, backends }: DiagnosticsInput): string {
  const lines = [
    navigator.userAgent,
    `secure context: ${isSecureContext}, navigator.gpu: ${"gpu" in navigator}, isolated: ${crossOriginIsolated}, processors: ${navigator.hardwareConcurrency}`,
    ...(backends?.reports ?? []).map(({ backend, device, imagesPerSecond, failure: why }) => {
      const found =
        imagesPerSecond === undefined ? (why ?? "not measured") : `${Math.round(imagesPerSecond)} images/s`;
      return `${backend}${backend === backends?.chosen ? " (chosen)" : ""}: ${[device, found].filter(Boolean).join("; ")}`;
    }),
    ...(failure ? [`${failure.kind}: ${failure.message}`] : []),
  ];
  return lines.join("\n");
}
