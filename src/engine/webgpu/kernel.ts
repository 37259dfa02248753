/** @file The catalogue of kernels: WGSL sources with the layout of their uniform block read from the source itself. */
import { normEpsilon } from "../../core/network/batchNorm.ts";
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

const sources = import.meta.glob<string>("./kernels/**/*.wgsl", {
  query: "?raw",
  import: "default",
  eager: true,
});

function sourceOf(path: string): string {
  const source = sources[`./kernels/${path}.wgsl`];
  if (source === undefined) throw new Error(`no ${path}.wgsl`);
  return source;
}

/** A source with every line `#include part` replaced by that part, or by nothing where it stands already. */
function withParts(source: string, included: Set<string>): string {
  return source.replace(/^#include (\w+)$/gm, (_, part: string) => {
    if (included.has(part)) return "";
    included.add(part);
    return withParts(sourceOf(`parts/${part}`), included);
  });
}

function kernel(name: string): Kernel {
  const parts = new Set<string>();
  const source = withParts(sourceOf(name), parts);
  const fields = fieldsOf(source, "Params");
  return {
    name,
    code: `${sourceOf("parts/bindings")}const EPSILON = ${normEpsilon};\n${source}`,
    fields,
    jobs: Number(/jobs: array<Params, (\d+)>/.exec(source)?.[1] ?? 1),
    // Array elements of uniform blocks are multiples of 16 bytes.
    words: Math.ceil(fields.length / 4) * 4,
    reduces: parts.has("reduce"),
  };
}

const names = [
  "accumulate",
  "clip",
  "combine",
  "conv",
  "conv3",
  "conv3Weight",
  "convWeight",
  "dense",
  "denseGradient",
  "depthwise",
  "depthwiseWeight",
  "gather",
  "globalPool",
  "globalPoolGradient",
  "loss",
  "normGradient",
  "normSums",
  "pool",
  "poolGradient",
  "ranking",
  "scale",
  "squares",
  "statistics",
  "sumSlices",
  "track",
  "update",
  "view",
  "viewGradient",
] as const;

export const kernels = Object.fromEntries(names.map((name) => [name, kernel(name)])) as Readonly<
  Record<(typeof names)[number], Kernel>
>;
