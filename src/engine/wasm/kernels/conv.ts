/**
 * @file Convolution kernels. Values are [pixel, channel, lane] with the images of the batch as lanes, so that every width of layer fills
 * the SIMD registers. Which input pixels an output pixel reads, and through which tap, stands in tap lists (see tapList.ts):
 * stride, dilation, padding and transposition are data, and one kernel serves a layer's forward pass and its input gradient.
 */
import {
  type Code,
  control,
  FunctionBuilder,
  type FunctionCode,
  f32x4,
  i32,
  type Local,
  type MultiplyAdd,
} from "../assembler.ts";

/** Bytes of the eight lanes that an inner loop takes at once. */
const STRIP = 32;
/** Output channels held in registers at once. */
export const CHANNEL_BLOCK = 4;

const sum = (...parts: readonly Code[]): Code => parts.reduce((a, b) => i32.add(a, b));
const times = (a: Code, by: number): Code => i32.mul(a, i32.constant(by));

/**
 * out[p, co] = Σ over taps of p, Σ over ci of x[source, ci] · w[tap, ci, co].
 * `w` is packed [co / 4][tap][ci][4], a narrower last block behind; list entries are (byte offset of the source pixel, tap · ci count).
 */
export function convKernel(fma: MultiplyAdd): FunctionCode {
  const f = new FunctionBuilder(["x", "w", "out", "rows", "pixels", "ins", "outs", "lanes", "taps"]);
  const { x, w, out, rows, pixels, ins, outs, lanes, taps } = f.params;
  const [strip, block, left, target, entry, last, source, end, weight, insBytes] = Array.from(
    { length: 10 },
    () => f.local("i32"),
  ) as Local[] as [Local, Local, Local, Local, Local, Local, Local, Local, Local, Local];
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
                ...a.set(fma(low.get, splat.get, a.get)),
                ...b.set(fma(high.get, splat.get, b.get)),
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

/** One branch for each width below the block's that `left` may hold. */
function remainders(left: Local, body: (width: number) => Code): Code {
  return Array.from({ length: CHANNEL_BLOCK - 1 }, (_, i) =>
    control.when(i32.equalsZero(i32.sub(left.get, i32.constant(i + 1))), body(i + 1)),
  ).flat();
}

/**
 * acc[tap, ci, co] += Σ over pixels and lanes of x[source, ci] · dy[p, co], four partial sums each (added up by `sumLanes`). Entries are
 * those of the forward pass.
 */
export function convWeightKernel(fma: MultiplyAdd): FunctionCode {
  const f = new FunctionBuilder(["x", "dy", "acc", "rows", "pixels", "ins", "outs", "lanes"]);
  const { x, dy, acc, rows, pixels, ins, outs, lanes } = f.params;
  const [entry, last, from, target, source, insLeft, outsLeft, cursor, a, b, end] = Array.from(
    { length: 11 },
    () => f.local("i32"),
  ) as [Local, Local, Local, Local, Local, Local, Local, Local, Local, Local, Local];
  const first = f.local("v128");
  const second = f.local("v128");
  const gradient = f.local("v128");
  const sums = Array.from({ length: 2 * CHANNEL_BLOCK }, () => f.local("v128"));
  const rowBytes = f.local("i32");

  /** `depth` input channels by `width` output channels over all lanes. */
  const blockOf = (depth: number, width: number): Code => {
    const at = (i: number, c: number): Local => sums[i * CHANNEL_BLOCK + c] as Local;
    const xs = [first, second].slice(0, depth);
    const rowsOf = [target.get, i32.add(target.get, rowBytes.get)].slice(0, depth);
    const each = (visit: (i: number, c: number) => Code): Code =>
      Array.from({ length: depth * width }, (_, n) => visit(Math.floor(n / width), n % width)).flat();
    // The channels of dy lie `lanes` apart: the first two are reached from one cursor, the others from a second one.
    return [
      ...each((i, c) => at(i, c).set(f32x4.load(rowsOf[i] as Code, 16 * c))),
      ...a.set(from.get),
      ...b.set(cursor.get),
      ...end.set(i32.add(a.get, lanes.get)),
      ...control.repeatWhile(
        [
          ...xs.flatMap((value, i) => value.set(f32x4.load(i === 0 ? a.get : i32.add(a.get, lanes.get)))),
          ...Array.from({ length: width }, (_, c) => [
            ...gradient.set(f32x4.load(c === 0 ? b.get : i32.add(b.get, times(lanes.get, c)))),
            ...xs.flatMap((value, i) => at(i, c).set(fma(value.get, gradient.get, at(i, c).get))),
          ]).flat(),
          ...a.advance(16),
          ...b.advance(16),
        ],
        i32.less(a.get, end.get),
      ),
      ...each((i, c) => f32x4.store(rowsOf[i] as Code, at(i, c).get, 16 * c)),
    ];
  };

  const columns = (depth: number): Code => [
    ...cursor.set(dy.get),
    ...outsLeft.set(outs.get),
    ...control.loopWhile(i32.atLeast(outsLeft.get, i32.constant(CHANNEL_BLOCK)), [
      ...blockOf(depth, CHANNEL_BLOCK),
      ...target.advance(16 * CHANNEL_BLOCK),
      ...cursor.advance(times(lanes.get, CHANNEL_BLOCK)),
      ...outsLeft.advance(-CHANNEL_BLOCK),
    ]),
    ...remainders(outsLeft, (width) => [...blockOf(depth, width), ...target.advance(16 * width)]),
  ];

  return f.finish([
    ...rowBytes.set(times(outs.get, 16)),
    ...control.loopWhile(pixels.get, [
      ...entry.set(i32.load(rows.get)),
      ...last.set(i32.load(rows.get, 4)),
      ...control.loopWhile(i32.less(entry.get, last.get), [
        ...source.set(i32.add(x.get, i32.load(entry.get))),
        ...from.set(source.get),
        ...target.set(i32.add(acc.get, i32.mul(i32.load(entry.get, 4), rowBytes.get))),
        ...insLeft.set(ins.get),
        ...control.loopWhile(i32.atLeast(insLeft.get, i32.constant(2)), [
          ...columns(2),
          ...target.advance(rowBytes.get),
          ...from.advance(times(lanes.get, 2)),
          ...insLeft.advance(-2),
        ]),
        ...control.when(insLeft.get, columns(1)),
        ...entry.advance(8),
      ]),
      ...dy.advance(i32.mul(outs.get, lanes.get)),
      ...rows.advance(4),
      ...pixels.advance(-1),
    ]),
  ]);
}

/** out[p, c] = Σ over taps of x[source, c] · w[tap, c]; entries are (byte offset of the source pixel, tap · channels). */
export function depthwiseKernel(fma: MultiplyAdd): FunctionCode {
  const f = new FunctionBuilder(["x", "w", "out", "rows", "pixels", "channels", "lanes"]);
  const { x, w, out, rows, pixels, channels, lanes } = f.params;
  const [entry, last, strip, offset, weight, end, source] = Array.from({ length: 7 }, () =>
    f.local("i32"),
  ) as [Local, Local, Local, Local, Local, Local, Local];
  const [low, high, splat] = [f.local("v128"), f.local("v128"), f.local("v128")];
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
                ...low.set(fma(f32x4.load(source.get), splat.get, low.get)),
                ...high.set(fma(f32x4.load(source.get, 16), splat.get, high.get)),
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
export function depthwiseWeightKernel(fma: MultiplyAdd): FunctionCode {
  const f = new FunctionBuilder(["x", "dy", "acc", "rows", "pixels", "channels", "lanes"]);
  const { x, dy, acc, rows, pixels, channels, lanes } = f.params;
  const [entry, last, a, b, stop, rowEnd, target] = Array.from({ length: 7 }, () => f.local("i32")) as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
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
                ...total.set(fma(f32x4.load(a.get), f32x4.load(b.get), total.get)),
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
