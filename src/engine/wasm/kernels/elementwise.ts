/** @file Kernels over whole values, entry by entry. Lengths are bytes, multiples of 32. */
import { type Code, control, FunctionBuilder, f32, f32x4, i32 } from "../assembler.ts";

/** out[i] = value(inputs[i]…) for vectors of four, two a turn. `out` may be one of the inputs. */
function mapKernel<Input extends "a" | "b">(names: readonly Input[], value: (...inputs: Code[]) => Code) {
  const f = new FunctionBuilder<Input | "out" | "bytes">([...names, "out", "bytes"]);
  const { out, bytes } = f.params;
  const end = f.local("i32");
  const inputs = names.map((name) => f.params[name]);
  const at = (offset: number): Code =>
    f32x4.store(out.get, value(...inputs.map((input) => f32x4.load(input.get, offset))), offset);
  return f.finish([
    ...end.set(i32.add(out.get, bytes.get)),
    ...control.repeatWhile(
      [...at(0), ...at(16), ...inputs.flatMap((input) => input.advance(32)), ...out.advance(32)],
      i32.less(out.get, end.get),
    ),
  ]);
}

export const elementwiseKernels = {
  /** out = a + b */
  add: mapKernel(["a", "b"], f32x4.add),
  /** out = a · b */
  multiply: mapKernel(["a", "b"], f32x4.mul),
  /** out = max(a, 0) */
  relu: mapKernel(["a"], (a) => f32x4.max(a as Code, f32x4.zero)),
  /** out = a where b > 0, else 0 */
  reluBack: mapKernel(["a", "b"], (a, b) => f32x4.and(a as Code, f32x4.greater(b as Code, f32x4.zero))),
};

/** out[row, lane] = x[row, lane] · mask[lane] */
export function multiplyRowsKernel() {
  const f = new FunctionBuilder(["x", "mask", "out", "rows", "lanes"]);
  const { x, mask, out, rows, lanes } = f.params;
  const offset = f.local("i32");
  return f.finish([
    ...control.loopWhile(rows.get, [
      ...offset.set(i32.constant(0)),
      ...control.repeatWhile(
        [
          ...f32x4.store(
            i32.add(out.get, offset.get),
            f32x4.mul(f32x4.load(i32.add(x.get, offset.get)), f32x4.load(i32.add(mask.get, offset.get))),
          ),
          ...offset.advance(16),
        ],
        i32.less(offset.get, lanes.get),
      ),
      ...x.advance(lanes.get),
      ...out.advance(lanes.get),
      ...rows.advance(-1),
    ]),
  ]);
}

/** Copies `rows` stretches of `bytes` bytes between places that lie `fromStride` and `toStride` bytes apart. */
export function copyRowsKernel() {
  const f = new FunctionBuilder(["from", "fromStride", "to", "toStride", "rows", "bytes"]);
  const { from, fromStride, to, toStride, rows, bytes } = f.params;
  return f.finish([
    ...control.loopWhile(rows.get, [
      ...control.copy(to.get, from.get, bytes.get),
      ...from.advance(fromStride.get),
      ...to.advance(toStride.get),
      ...rows.advance(-1),
    ]),
  ]);
}

export function fillZeroKernel() {
  const f = new FunctionBuilder(["at", "bytes"]);
  return f.finish([...control.fill(f.params.at.get, i32.constant(0), f.params.bytes.get)]);
}

/** out[i] = the sum of the four lanes of acc[i], for `count` ≥ 1 vectors. */
export function sumLanesKernel() {
  const f = new FunctionBuilder(["acc", "out", "count"]);
  const { acc, out, count } = f.params;
  const v = f.local("v128");
  const lane = (i: number): Code => f32x4.lane(v.get, i);
  return f.finish([
    ...control.loopWhile(count.get, [
      ...v.set(f32x4.load(acc.get)),
      ...f32.store(out.get, f32.add(f32.add(lane(0), lane(1)), f32.add(lane(2), lane(3)))),
      ...acc.advance(16),
      ...out.advance(4),
      ...count.advance(-1),
    ]),
  ]);
}
