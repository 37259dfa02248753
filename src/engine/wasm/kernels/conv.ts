/**
 * @file Convolution kernels. Values are [pixel, channel, lane] with the images of the batch as lanes, so that every width of layer fills
 * the SIMD registers. Which input pixels an output pixel reads, and through which tap, stands in tap lists (see tapList.ts):
 * stride, dilation, padding and transposition are data, and one kernel serves a layer's forward pass and its input gradient.
 */
import { type Code, control, FunctionBuilder, f32x4, i32, type Local } from "../assembler.ts";
import { CHANNEL_BLOCK, remainders, STRIP, sum, times } from "./blocking.ts";

/**
 * out[p, co] = Σ over taps of p, Σ over ci of x[source, ci] · w[tap, ci, co].
 * `w` is packed [co / 4][tap][ci][4], a narrower last block behind; list entries are (byte offset of the source pixel, tap · ci count).
 */
export function convKernel() {
  const f = new FunctionBuilder(["x", "w", "out", "rows", "pixels", "ins", "outs", "lanes", "taps"]);
  const { x, w, out, rows, pixels, ins, outs, lanes, taps } = f.params;
  const { strip, block, left, target, entry, last, source, end, weight, insBytes } = f.locals(
    "i32",
    "strip",
    "block",
    "left",
    "target",
    "entry",
    "last",
    "source",
    "end",
    "weight",
    "insBytes",
  );
  const low = f.local("v128");
  const high = f.local("v128");
  const splat = f.local("v128");
  const sums = Array.from({ length: 2 * CHANNEL_BLOCK }, () => f.local("v128"));

  const blockOf = (width: number): Code => {
    const used = sums.slice(0, 2 * width);
    return [
      ...used.flatMap((acc) => acc.set(f32x4.zero)),
      ...entry.set(i32.load(rows.get)),
      ...control.loopWhile(i32.less(entry.get, last.get), [
        ...source.set(sum(x.get, strip.get, i32.load(entry.get))),
        ...end.set(i32.add(source.get, insBytes.get)),
        ...weight.set(i32.add(block.get, times(i32.load(entry.get, 4), 4 * width))),
        ...control.repeatWhile(
          [
            ...low.set(f32x4.load(source.get)),
            ...high.set(f32x4.load(source.get, 16)),
            ...Array.from({ length: width }, (_, c) => {
              const [a, b] = [used[2 * c] as Local, used[2 * c + 1] as Local];
              return [
                ...splat.set(f32x4.loadSplat(weight.get, 4 * c)),
                ...a.set(f32x4.multiplyAdd(low.get, splat.get, a.get)),
                ...b.set(f32x4.multiplyAdd(high.get, splat.get, b.get)),
              ];
            }).flat(),
            ...source.advance(lanes.get),
            ...weight.advance(4 * width),
          ],
          i32.less(source.get, end.get),
        ),
        ...entry.advance(8),
      ]),
      ...Array.from({ length: width }, (_, c) => [
        ...f32x4.store(target.get, (used[2 * c] as Local).get),
        ...f32x4.store(target.get, (used[2 * c + 1] as Local).get, 16),
        ...target.advance(lanes.get),
      ]).flat(),
    ];
  };

  return f.finish([
    ...insBytes.set(i32.mul(ins.get, lanes.get)),
    ...control.loopWhile(pixels.get, [
      ...last.set(i32.load(rows.get, 4)),
      ...strip.set(i32.constant(0)),
      ...control.repeatWhile(
        [
          ...block.set(w.get),
          ...target.set(i32.add(out.get, strip.get)),
          ...left.set(outs.get),
          ...control.loopWhile(i32.atLeast(left.get, i32.constant(CHANNEL_BLOCK)), [
            ...blockOf(CHANNEL_BLOCK),
            ...block.advance(times(i32.mul(taps.get, ins.get), 4 * CHANNEL_BLOCK)),
            ...left.advance(-CHANNEL_BLOCK),
          ]),
          ...remainders(left, (width) => blockOf(width)),
          ...strip.advance(STRIP),
        ],
        i32.less(strip.get, lanes.get),
      ),
      ...out.advance(i32.mul(outs.get, lanes.get)),
      ...rows.advance(4),
      ...pixels.advance(-1),
    ]),
  ]);
}
