/** @file Images as network input: bytes to normalized floats. */
import type { ImagePart, ImageSet } from "../engine.ts";

export type PixelReader = (part: ImagePart, indices: ArrayLike<number>) => Float32Array;

/** Turns images of a set into [count, height, width, channels], (pixel / 255 − mean) / deviation. */
export function createPixelReader(images: ImageSet): PixelReader {
  const { height, width, channels, mean, deviation } = images;
  const size = height * width * channels;
  const levels = Float32Array.from({ length: 256 * channels }, (_, i) => {
    const c = i % channels;
    return (Math.floor(i / channels) / 255 - (mean[c] as number)) / (deviation[c] as number);
  });
  return (part, indices) => {
    const result = new Float32Array(indices.length * size);
    for (let n = 0; n < indices.length; n++) {
      const start = (indices[n] as number) * size;
      for (let i = 0; i < size; i++)
        result[n * size + i] = levels[
          (part.pixels[start + i] as number) * channels + (i % channels)
        ] as number;
    }
    return result;
  };
}
