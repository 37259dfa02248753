/** @file Brings ranges of buffers back in one wait, through one buffer that is kept. */

interface Range {
  readonly buffer: GPUBuffer;
  /** Floats. */
  readonly offset: number;
  readonly count: number;
}

export class Readback {
  readonly #device: GPUDevice;
  #staging: GPUBuffer | undefined;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** The ranges' content once all work submitted before is done. */
  async read(ranges: readonly Range[]): Promise<Float32Array[]> {
    const total = ranges.reduce((sum, { count }) => sum + count, 0);
    if (total === 0) return ranges.map(() => new Float32Array());
    if (!this.#staging || this.#staging.size < 4 * total) {
      this.#staging?.destroy();
      this.#staging = this.#device.createBuffer({
        label: "readback",
        size: Math.ceil((4 * total) / 65_536) * 65_536,
        usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
      });
    }
    const staging = this.#staging;
    const encoder = this.#device.createCommandEncoder();
    let at = 0;
    for (const { buffer, offset, count } of ranges) {
      if (count > 0) encoder.copyBufferToBuffer(buffer, 4 * offset, staging, at, 4 * count);
      at += 4 * count;
    }
    this.#device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ, 0, 4 * total);
    const copy = new Float32Array(staging.getMappedRange(0, 4 * total).slice(0));
    staging.unmap();
    let start = 0;
    return ranges.map(({ count }) => {
      start += count;
      return copy.slice(start - count, start);
    });
  }

  async readOne(range: Range): Promise<Float32Array> {
    const [floats] = await this.read([range]);
    return floats as Float32Array;
  }

  get buffers(): number {
    return this.#staging ? 1 : 0;
  }

  get bytes(): number {
    return this.#staging?.size ?? 0;
  }

  dispose(): void {
    this.#staging?.destroy();
  }
}
