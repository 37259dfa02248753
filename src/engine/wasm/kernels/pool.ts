/** @file Kernels that gather pixels: every pooling and its gradient. A pixel is `bytes` long: channels times lanes times four. */
import { control, FunctionBuilder, f32x4, i32 } from "../assembler.ts";

/** out[p] = Σ over entries of factor · x[source]; entries are (byte offset of the source pixel, factor as f32). */
export function gatherKernel() {
  const f = new FunctionBuilder(["x", "out", "rows", "pixels", "bytes"]);
  const { x, out, rows, pixels, bytes } = f.params;
  const { entry, last, offset, source } = f.locals("i32", "entry", "last", "offset", "source");
  const { low, high, factor } = f.locals("v128", "low", "high", "factor");
  return f.finish([
    ...control.loopWhile(pixels.get, [
      ...last.set(i32.load(rows.get, 4)),
      ...offset.set(i32.constant(0)),
      ...control.repeatWhile(
        [
          ...low.set(f32x4.zero),
          ...high.set(f32x4.zero),
          ...entry.set(i32.load(rows.get)),
          ...control.loopWhile(i32.less(entry.get, last.get), [
            ...source.set(i32.add(i32.add(x.get, offset.get), i32.load(entry.get))),
            ...factor.set(f32x4.loadSplat(entry.get, 4)),
            ...low.set(f32x4.multiplyAdd(f32x4.load(source.get), factor.get, low.get)),
            ...high.set(f32x4.multiplyAdd(f32x4.load(source.get, 16), factor.get, high.get)),
            ...entry.advance(8),
          ]),
          ...f32x4.store(i32.add(out.get, offset.get), low.get),
          ...f32x4.store(i32.add(out.get, offset.get), high.get, 16),
          ...offset.advance(32),
        ],
        i32.less(offset.get, bytes.get),
      ),
      ...out.advance(bytes.get),
      ...rows.advance(4),
      ...pixels.advance(-1),
    ]),
  ]);
}

/** out[p] = max over entries of x[source]; every window has an entry. */
export function maxPoolKernel() {
  const f = new FunctionBuilder(["x", "out", "rows", "pixels", "bytes"]);
  const { x, out, rows, pixels, bytes } = f.params;
  const { entry, last, offset } = f.locals("i32", "entry", "last", "offset");
  const best = f.local("v128");
  const value = f32x4.load(i32.add(i32.add(x.get, offset.get), i32.load(entry.get)));
  return f.finish([
    ...control.loopWhile(pixels.get, [
      ...last.set(i32.load(rows.get, 4)),
      ...offset.set(i32.constant(0)),
      ...control.repeatWhile(
        [
          ...entry.set(i32.load(rows.get)),
          ...best.set(value),
          ...control.loopWhile(i32.less(entry.get, last.get), [
            ...best.set(f32x4.max(best.get, value)),
            ...entry.advance(8),
          ]),
          ...f32x4.store(i32.add(out.get, offset.get), best.get),
          ...offset.advance(16),
        ],
        i32.less(offset.get, bytes.get),
      ),
      ...out.advance(bytes.get),
      ...rows.advance(4),
      ...pixels.advance(-1),
    ]),
  ]);
}

/** dx[source] += dy[p] at the first entry of p that holds the maximum y[p]; `dx` starts as zeros. */
export function maxPoolBackKernel() {
  const f = new FunctionBuilder(["x", "y", "dy", "dx", "rows", "pixels", "bytes"]);
  const { x, y, dy, dx, rows, pixels, bytes } = f.params;
  const { entry, last, offset, at } = f.locals("i32", "entry", "last", "offset", "at");
  const { rest, best, hit } = f.locals("v128", "rest", "best", "hit");
  return f.finish([
    ...control.loopWhile(pixels.get, [
      ...last.set(i32.load(rows.get, 4)),
      ...offset.set(i32.constant(0)),
      ...control.repeatWhile(
        [
          ...entry.set(i32.load(rows.get)),
          ...rest.set(f32x4.load(i32.add(dy.get, offset.get))),
          ...best.set(f32x4.load(i32.add(y.get, offset.get))),
          ...control.loopWhile(i32.less(entry.get, last.get), [
            ...at.set(i32.add(offset.get, i32.load(entry.get))),
            ...hit.set(f32x4.equal(f32x4.load(i32.add(x.get, at.get)), best.get)),
            ...f32x4.store(
              i32.add(dx.get, at.get),
              f32x4.add(f32x4.load(i32.add(dx.get, at.get)), f32x4.and(rest.get, hit.get)),
            ),
            ...rest.set(f32x4.andNot(rest.get, hit.get)),
            ...entry.advance(8),
          ]),
          ...offset.advance(16),
        ],
        i32.less(offset.get, bytes.get),
      ),
      ...y.advance(bytes.get),
      ...dy.advance(bytes.get),
      ...rows.advance(4),
      ...pixels.advance(-1),
    ]),
  ]);
}
