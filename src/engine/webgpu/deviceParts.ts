/** @file What the engine keeps on its device, for whatever computes or reads there. */
import type { Buffers } from "./buffers.ts";
import type { ImageStore } from "./imageStore.ts";
import type { ParameterStore } from "./parameterStore.ts";
import type { Pipelines } from "./pipelines.ts";
import type { Readback } from "./readback.ts";
import type { Submissions } from "./submissions.ts";

export interface DeviceParts {
  readonly pipelines: Pipelines;
  readonly buffers: Buffers;
  readonly parameters: ParameterStore;
  readonly images: ImageStore;
  readonly readback: Readback;
  readonly submissions: Submissions;
}
