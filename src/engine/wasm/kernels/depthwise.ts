/** @file Depthwise convolution and the gradient of its weight; layout and tap lists as in conv.ts. */
import { control, FunctionBuilder, f32x4, i32 } from "../assembler.ts";
import { STRIP, sum, times } from "./blocking.ts";

/** out[p, c] = Σ over taps of x[source, c] · w[tap, c]; entries are (byte offset of the source pixel, tap · channels). */
export function depthwiseKernel() {
  const f = new FunctionBuilder(["x", "w", "out", "rows", "pixels", "channels", "lanes"]);
  const { x, w, out, rows, pixels, channels, lanes } = f.params;
  const { entry, last, strip, offset, weight, end, source } = f.locals(
    "i32",
    "entry",
    "last",
    "strip",
    "offset",
    "weight",
    "end",
    "source",
  );
  const { low, high, splat } = f.locals("v128", "low", "high", "splat");
  return f.finish([
    ...control.loopWhile(pixels.get, [
      ...last.set(i32.load(rows.get, 4)),
      ...offset.set(i32.constant(0)),
      ...weight.set(w.get),
      ...end.set(times(channels.get, 4)),
      ...end.advance(w.get),
      ...control.repeatWhile(
        [
          ...strip.set(i32.add(offset.get, lanes.get)),
          ...control.repeatWhile(
            [
              ...low.set(f32x4.zero),
              ...high.set(f32x4.zero),
              ...entry.set(i32.load(rows.get)),
              ...control.loopWhile(i32.less(entry.get, last.get), [
                ...splat.set(f32x4.loadSplat(i32.add(weight.get, times(i32.load(entry.get, 4), 4)))),
                ...source.set(sum(x.get, offset.get, i32.load(entry.get))),
                ...low.set(f32x4.multiplyAdd(f32x4.load(source.get), splat.get, low.get)),
                ...high.set(f32x4.multiplyAdd(f32x4.load(source.get, 16), splat.get, high.get)),
                ...entry.advance(8),
              ]),
              ...f32x4.store(i32.add(out.get, offset.get), low.get),
              ...f32x4.store(i32.add(out.get, offset.get), high.get, 16),
              ...offset.advance(STRIP),
            ],
            i32.less(offset.get, strip.get),
          ),
          ...weight.advance(4),
        ],
        i32.less(weight.get, end.get),
      ),
      ...out.advance(i32.mul(channels.get, lanes.get)),
      ...rows.advance(4),
      ...pixels.advance(-1),
    ]),
  ]);
}

/** acc[tap, c] += Σ over pixels and lanes of x[source, c] · dy[p, c], four partial sums each. */
export function depthwiseWeightKernel() {
  const f = new FunctionBuilder(["x", "dy", "acc", "rows", "pixels", "channels", "lanes"]);
  const { x, dy, acc, rows, pixels, channels, lanes } = f.params;
  const { entry, last, a, b, stop, rowEnd, target } = f.locals(
    "i32",
    "entry",
    "last",
    "a",
    "b",
    "stop",
    "rowEnd",
    "target",
  );
  const total = f.local("v128");
  return f.finish([
    ...control.loopWhile(pixels.get, [
      ...entry.set(i32.load(rows.get)),
      ...last.set(i32.load(rows.get, 4)),
      ...control.loopWhile(i32.less(entry.get, last.get), [
        ...a.set(i32.add(x.get, i32.load(entry.get))),
        ...b.set(dy.get),
        ...stop.set(i32.add(b.get, i32.mul(channels.get, lanes.get))),
        ...target.set(i32.add(acc.get, times(i32.load(entry.get, 4), 16))),
        ...control.repeatWhile(
          [
            ...total.set(f32x4.load(target.get)),
            ...rowEnd.set(i32.add(b.get, lanes.get)),
            ...control.repeatWhile(
              [
                ...total.set(f32x4.multiplyAdd(f32x4.load(a.get), f32x4.load(b.get), total.get)),
                ...a.advance(16),
                ...b.advance(16),
              ],
              i32.less(b.get, rowEnd.get),
            ),
            ...f32x4.store(target.get, total.get),
            ...target.advance(16),
          ],
          i32.less(b.get, stop.get),
        ),
        ...entry.advance(8),
      ]),
      ...dy.advance(i32.mul(channels.get, lanes.get)),
      ...rows.advance(4),
      ...pixels.advance(-1),
    ]),
  ]);
}
