/** @file The catalogue of kernels: WGSL sources with the layout of their uniform block read from the source itself. */
import { normEpsilon } from "../../core/network/batchNorm.ts";
import accumulate from "./kernels/accumulate.wgsl?raw";
import bindings from "./kernels/bindings.wgsl?raw";
import clip from "./kernels/clip.wgsl?raw";
import combine from "./kernels/combine.wgsl?raw";
import conv from "./kernels/conv.wgsl?raw";
import conv3 from "./kernels/conv3.wgsl?raw";
import conv3Weight from "./kernels/conv3Weight.wgsl?raw";
import convWeight from "./kernels/convWeight.wgsl?raw";
import dense from "./kernels/dense.wgsl?raw";
import denseGradient from "./kernels/denseGradient.wgsl?raw";
import depthwise from "./kernels/depthwise.wgsl?raw";
import depthwiseWeight from "./kernels/depthwiseWeight.wgsl?raw";
import gather from "./kernels/gather.wgsl?raw";
import globalPool from "./kernels/globalPool.wgsl?raw";
import globalPoolGradient from "./kernels/globalPoolGradient.wgsl?raw";
import loss from "./kernels/loss.wgsl?raw";
import normGradient from "./kernels/normGradient.wgsl?raw";
import normSums from "./kernels/normSums.wgsl?raw";
import pool from "./kernels/pool.wgsl?raw";
import poolGradient from "./kernels/poolGradient.wgsl?raw";
import ranking from "./kernels/ranking.wgsl?raw";
import reduce from "./kernels/reduce.wgsl?raw";
import scale from "./kernels/scale.wgsl?raw";
import squares from "./kernels/squares.wgsl?raw";
import statistics from "./kernels/statistics.wgsl?raw";
import sumSlices from "./kernels/sumSlices.wgsl?raw";
import track from "./kernels/track.wgsl?raw";
import update from "./kernels/update.wgsl?raw";
import view from "./kernels/view.wgsl?raw";
import viewGradient from "./kernels/viewGradient.wgsl?raw";

/** A 32-bit member of a uniform block, or an array of such structs. */
export type Field =
  | { readonly name: string; readonly kind: "integer" }
  | { readonly name: string; readonly kind: "float" }
  | {
      readonly name: string;
      readonly kind: "structs";
      readonly count: number;
      readonly fields: readonly Field[];
    };

export interface Kernel {
  readonly name: string;
  readonly code: string;
  /** Members of `struct Params`, in order. */
  readonly fields: readonly Field[];
  /** Jobs that fit into one dispatch, and words of the uniform block that each takes. */
  readonly jobs: number;
  readonly words: number;
  /** Whether its workgroups add up numbers together, see `reduce.wgsl`. */
  readonly reduces: boolean;
}

/** Values of a kernel's uniform block, by the names in its `struct Params`. */
export type Params = Readonly<Record<string, number | readonly Readonly<Record<string, number>>[]>>;

function fieldsOf(source: string, struct: string): readonly Field[] {
  const body = new RegExp(`struct ${struct} \\{([^}]*)\\}`).exec(source)?.[1];
  if (body === undefined) throw new Error(`no struct ${struct}`);
  return [...body.matchAll(/(\w+): (u32|i32|f32|array<(\w+), (\d+)>)/g)].map(
    ([, name = "", type = "", inner = "", count = ""]): Field =>
      inner
        ? { name, kind: "structs", count: Number(count), fields: fieldsOf(source, inner) }
        : { name, kind: type === "f32" ? "float" : "integer" },
  );
}

function kernel(name: string, source: string, prelude = ""): Kernel {
  const fields = fieldsOf(source, "Params");
  return {
    name,
    code: `${bindings}const EPSILON = ${normEpsilon};\n${prelude}${source}`,
    fields,
    jobs: Number(/jobs: array<Params, (\d+)>/.exec(source)?.[1] ?? 1),
    // Array elements of uniform blocks are multiples of 16 bytes.
    words: Math.ceil(fields.length / 4) * 4,
    reduces: prelude === reduce,
  };
}

export const kernels = {
  accumulate: kernel("accumulate", accumulate),
  clip: kernel("clip", clip, reduce),
  combine: kernel("combine", combine),
  conv: kernel("conv", conv),
  conv3: kernel("conv3", conv3),
  conv3Weight: kernel("conv3Weight", conv3Weight),
  convWeight: kernel("convWeight", convWeight),
  dense: kernel("dense", dense),
  denseGradient: kernel("denseGradient", denseGradient),
  depthwise: kernel("depthwise", depthwise),
  depthwiseWeight: kernel("depthwiseWeight", depthwiseWeight),
  gather: kernel("gather", gather),
  globalPool: kernel("globalPool", globalPool),
  globalPoolGradient: kernel("globalPoolGradient", globalPoolGradient),
  loss: kernel("loss", loss, reduce),
  normGradient: kernel("normGradient", normGradient),
  normSums: kernel("normSums", normSums, reduce),
  pool: kernel("pool", pool),
  poolGradient: kernel("poolGradient", poolGradient),
  ranking: kernel("ranking", ranking),
  scale: kernel("scale", scale),
  squares: kernel("squares", squares),
  statistics: kernel("statistics", statistics, reduce),
  sumSlices: kernel("sumSlices", sumSlices),
  track: kernel("track", track),
  update: kernel("update", update),
  view: kernel("view", view),
  viewGradient: kernel("viewGradient", viewGradient),
};
