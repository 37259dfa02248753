/** @file The gradient of a convolution with respect to its weight; layout and tap lists as in conv.ts. */
import { type Code, control, FunctionBuilder, f32x4, i32, type Local } from "../assembler.ts";
import { CHANNEL_BLOCK, remainders, times } from "./blocking.ts";

/**
 * acc[tap, ci, co] += Σ over pixels and lanes of x[source, ci] · dy[p, co], four partial sums each (added up by `sumLanes`). Entries are
 * those of the forward pass.
 */
export function convWeightKernel() {
  const f = new FunctionBuilder(["x", "dy", "acc", "rows", "pixels", "ins", "outs", "lanes"]);
  const { x, dy, acc, rows, pixels, ins, outs, lanes } = f.params;
  const { entry, last, from, target, source, insLeft, outsLeft, cursor, a, b, end } = f.locals(
    "i32",
    "entry",
    "last",
    "from",
    "target",
    "source",
    "insLeft",
    "outsLeft",
    "cursor",
    "a",
    "b",
    "end",
  );
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
            ...xs.flatMap((value, i) =>
              at(i, c).set(f32x4.multiplyAdd(value.get, gradient.get, at(i, c).get)),
            ),
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
