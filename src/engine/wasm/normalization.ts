/** @file Batch normalization on the kernels. */
import { normEpsilon, unbiasedVariance } from "../../core/network/batchNorm.ts";
import type { Norm } from "../host/device.ts";
import { laneSums, vectorOr } from "./context.ts";
import type { Evaluated, Pass, Value } from "./pass.ts";

/** Mean and biased variance of the images, in two passes: E[x²] − m² turns negative on nearly constant channels. */
function batchStatistics(x: Value, { context, lanes }: Pass): { mean: Float32Array; variance: Float64Array } {
  const { heap, kernels } = context;
  const { height, width, channels } = x.shape;
  const count = lanes.count * height * width;
  const sums = heap.allocate(channels * 16);
  const squares = heap.allocate(channels * 16);
  const center = heap.upload(new Float32Array(channels));
  const pass = (): void =>
    kernels.moments({
      x: x.block.address,
      center: center.address,
      mask: lanes.mask,
      sums: sums.address,
      squares: squares.address,
      pixels: height * width,
      channels,
      lanes: lanes.bytes,
    });
  pass();
  const mean = Float32Array.from(laneSums(context, sums, channels), (sum) => sum / count);
  heap.floats(center.address, channels).set(mean);
  pass();
  const variance = laneSums(context, squares, channels).map((sum) => sum / count);
  for (const block of [sums, squares, center]) heap.release(block);
  return { mean, variance };
}

export function evaluateNorm(norm: Norm, x: Value, pass: Pass): Evaluated {
  const { context, lanes, observed } = pass;
  const { heap, kernels } = context;
  const { height, width, channels } = x.shape;
  const area = height * width;
  const count = lanes.count * area;
  const given = pass.statistics?.(norm);
  const { mean, variance } = given ?? batchStatistics(x, pass);
  if (!given)
    observed.push({
      norm,
      mean,
      variance: Float32Array.from(variance, (biased) => unbiasedVariance(biased, count)),
    });
  const scale = vectorOr(context, norm.scale, 1, channels);
  const shift = vectorOr(context, norm.shift, 0, channels);
  const inverse = Float64Array.from(variance, (v) => 1 / Math.sqrt(v + normEpsilon));
  const factor = inverse.map((value, c) => value * (scale[c] as number));
  const center = heap.upload(mean);
  const withFactor = heap.upload(factor);
  const withShift = heap.upload(shift);
  const block = heap.allocate(area * channels * lanes.bytes);
  const extents = { pixels: area, channels, lanes: lanes.bytes };
  kernels.affine({
    x: x.block.address,
    center: center.address,
    factor: withFactor.address,
    shift: withShift.address,
    out: block.address,
    ...extents,
  });
  heap.release(withFactor);
  heap.release(withShift);
  return {
    block,
    saved: [center],
    backward(dy, sink, wanted) {
      const sums = heap.allocate(channels * 16);
      const products = heap.allocate(channels * 16);
      kernels.normSums({
        x: x.block.address,
        dy: dy.address,
        center: center.address,
        sums: sums.address,
        products: products.address,
        ...extents,
      });
      const sumDy = laneSums(context, sums, channels);
      const sumProduct = laneSums(context, products, channels);
      heap.release(sums);
      heap.release(products);
      if (norm.scale)
        sink(
          norm.scale,
          Float32Array.from(sumProduct, (sum, c) => sum * (inverse[c] as number)),
        );
      if (norm.shift) sink(norm.shift, Float32Array.from(sumDy));
      if (!wanted) return [undefined];
      // Ioffe and Szegedy 2015, section 3, collected: dx = γ/σ · (dy − mean(dy) − x̂ · mean(dy · x̂)).
      const a = heap.upload(factor);
      const b = heap.upload(
        sumProduct.map((sum, c) => {
          const over = inverse[c] as number;
          return (-(factor[c] as number) * (over * over) * sum) / count;
        }),
      );
      const c = heap.upload(sumDy.map((sum, i) => (-(factor[i] as number) * sum) / count));
      const dx = heap.allocate(area * channels * lanes.bytes);
      kernels.normBack({
        x: x.block.address,
        dy: dy.address,
        center: center.address,
        a: a.address,
        b: b.address,
        c: c.address,
        mask: lanes.mask,
        dx: dx.address,
        ...extents,
      });
      for (const vector of [a, b, c]) heap.release(vector);
      return [dx];
    },
  };
}
