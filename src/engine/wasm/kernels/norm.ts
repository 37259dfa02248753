/**
 * @file Kernels per channel: the sums behind batch statistics and their gradients, and the affine maps that use them. `mask` has one
 * lane of ones (all bits) for each image and zeros for the lanes that only fill the batch up. Vectors over channels are f32 arrays;
 * sums come as four partial sums per channel (added up by `sumLanes`).
 */
import { type Code, control, FunctionBuilder, f32x4, i32, type Local } from "../assembler.ts";

/** Loops over channels, pixels and lanes of a value [pixel, channel, lane]. */
function perChannel(
  f: Pick<FunctionBuilder<"pixels" | "channels" | "lanes">, "params" | "locals">,
  setUp: (channel: Local) => Code,
  body: (at: Local, lane: Local) => Code,
  finish: (channel: Local) => Code,
): Code {
  const { pixels, channels, lanes } = f.params;
  const { channel, at, start, lane, left, step } = f.locals(
    "i32",
    "channel",
    "at",
    "start",
    "lane",
    "left",
    "step",
  );
  return [
    ...channel.set(i32.constant(0)),
    ...step.set(i32.mul(channels.get, lanes.get)),
    ...start.set(i32.constant(0)),
    ...control.repeatWhile(
      [
        ...setUp(channel),
        ...at.set(start.get),
        ...left.set(pixels.get),
        ...control.repeatWhile(
          [
            ...lane.set(i32.constant(0)),
            ...control.repeatWhile(
              [...body(at, lane), ...at.advance(32), ...lane.advance(32)],
              i32.less(lane.get, lanes.get),
            ),
            ...at.advance(i32.sub(step.get, lanes.get)),
            ...left.advance(-1),
          ],
          left.get,
        ),
        ...finish(channel),
        ...start.advance(lanes.get),
        ...channel.advance(1),
      ],
      i32.less(channel.get, channels.get),
    ),
  ];
}

const scaled = (index: Local, by: number): Code => i32.mul(index.get, i32.constant(by));

/**
 * Two sums per channel: Σ d and Σ d² with d = x − center[channel], over the images alone. With the mean as center the second one is
 * the two-pass variance, and the first one only what rounding left of zero.
 */
export function momentsKernel() {
  const f = new FunctionBuilder(["x", "center", "mask", "sums", "squares", "pixels", "channels", "lanes"]);
  const { x, center, mask, sums, squares } = f.params;
  const { c, s0, s1, q0, q1, d } = f.locals("v128", "c", "s0", "s1", "q0", "q1", "d");
  const strip = (at: Local, lane: Local, offset: number, s: Local, q: Local): Code => [
    ...d.set(
      f32x4.and(
        f32x4.sub(f32x4.load(i32.add(x.get, at.get), offset), c.get),
        f32x4.load(i32.add(mask.get, lane.get), offset),
      ),
    ),
    ...s.set(f32x4.add(s.get, d.get)),
    ...q.set(f32x4.multiplyAdd(d.get, d.get, q.get)),
  ];
  return f.finish(
    perChannel(
      f,
      (channel) => [
        ...c.set(f32x4.loadSplat(i32.add(center.get, scaled(channel, 4)))),
        ...[s0, s1, q0, q1].flatMap((sum) => sum.set(f32x4.zero)),
      ],
      (at, lane) => [...strip(at, lane, 0, s0, q0), ...strip(at, lane, 16, s1, q1)],
      (channel) => [
        ...f32x4.store(i32.add(sums.get, scaled(channel, 16)), f32x4.add(s0.get, s1.get)),
        ...f32x4.store(i32.add(squares.get, scaled(channel, 16)), f32x4.add(q0.get, q1.get)),
      ],
    ),
  );
}

/** out = (x − center) · factor + shift */
export function affineKernel() {
  const f = new FunctionBuilder(["x", "center", "factor", "shift", "out", "pixels", "channels", "lanes"]);
  const { x, center, factor, shift, out } = f.params;
  const { c, k, s } = f.locals("v128", "c", "k", "s");
  const strip = (at: Local, offset: number): Code =>
    f32x4.store(
      i32.add(out.get, at.get),
      f32x4.multiplyAdd(f32x4.sub(f32x4.load(i32.add(x.get, at.get), offset), c.get), k.get, s.get),
      offset,
    );
  return f.finish(
    perChannel(
      f,
      (channel) =>
        [[c, center] as const, [k, factor] as const, [s, shift] as const].flatMap(([v, from]) =>
          v.set(f32x4.loadSplat(i32.add(from.get, scaled(channel, 4)))),
        ),
      (at) => [...strip(at, 0), ...strip(at, 16)],
      () => [],
    ),
  );
}

/** Two sums per channel: Σ dy and Σ dy · (x − center). Lanes without an image hold dy = 0. */
export function normSumsKernel() {
  const f = new FunctionBuilder(["x", "dy", "center", "sums", "products", "pixels", "channels", "lanes"]);
  const { x, dy, center, sums, products } = f.params;
  const { c, s0, s1, q0, q1, g } = f.locals("v128", "c", "s0", "s1", "q0", "q1", "g");
  const strip = (at: Local, offset: number, s: Local, q: Local): Code => [
    ...g.set(f32x4.load(i32.add(dy.get, at.get), offset)),
    ...s.set(f32x4.add(s.get, g.get)),
    ...q.set(f32x4.multiplyAdd(g.get, f32x4.sub(f32x4.load(i32.add(x.get, at.get), offset), c.get), q.get)),
  ];
  return f.finish(
    perChannel(
      f,
      (channel) => [
        ...c.set(f32x4.loadSplat(i32.add(center.get, scaled(channel, 4)))),
        ...[s0, s1, q0, q1].flatMap((sum) => sum.set(f32x4.zero)),
      ],
      (at) => [...strip(at, 0, s0, q0), ...strip(at, 16, s1, q1)],
      (channel) => [
        ...f32x4.store(i32.add(sums.get, scaled(channel, 16)), f32x4.add(s0.get, s1.get)),
        ...f32x4.store(i32.add(products.get, scaled(channel, 16)), f32x4.add(q0.get, q1.get)),
      ],
    ),
  );
}

/** dx = a · dy + b · (x − center) + c, zero in lanes without an image. */
export function normBackKernel() {
  const f = new FunctionBuilder([
    "x",
    "dy",
    "center",
    "a",
    "b",
    "c",
    "mask",
    "dx",
    "pixels",
    "channels",
    "lanes",
  ]);
  const { x, dy, center, a, b, c, mask, dx } = f.params;
  const vectors = [center, a, b, c].map((from) => [f.local("v128"), from] as const);
  const [m, ka, kb, kc] = vectors.map(([v]) => v) as [Local, Local, Local, Local];
  const strip = (at: Local, lane: Local, offset: number): Code =>
    f32x4.store(
      i32.add(dx.get, at.get),
      f32x4.and(
        f32x4.multiplyAdd(
          f32x4.load(i32.add(dy.get, at.get), offset),
          ka.get,
          f32x4.multiplyAdd(f32x4.sub(f32x4.load(i32.add(x.get, at.get), offset), m.get), kb.get, kc.get),
        ),
        f32x4.load(i32.add(mask.get, lane.get), offset),
      ),
      offset,
    );
  return f.finish(
    perChannel(
      f,
      (channel) =>
        vectors.flatMap(([v, from]) => v.set(f32x4.loadSplat(i32.add(from.get, scaled(channel, 4))))),
      (at, lane) => [...strip(at, lane, 0), ...strip(at, lane, 16)],
      () => [],
    ),
  );
}
