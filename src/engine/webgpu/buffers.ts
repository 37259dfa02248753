/** @file The buffers that all kernels share. They grow at first use of something larger, and never in steady state. */
import { type DeviceHealth, DeviceLimitError } from "./device.ts";
import { PARAMS_BYTES } from "./pipelines.ts";

/** By binding: 0 is the uniform block that every kernel declares for itself, 1 to 8 are those of `bindings.wgsl`. */
const bound = [
  "params",
  "values",
  "weights",
  "gradients",
  "momenta",
  "averages",
  "images",
  "tables",
  "results",
] as const;
/** Frozen copies of weights and averages, which stand in for the weights while they are scored. */
const copies = ["frozen", "frozenAverages"] as const;
export type BufferName = (typeof bound)[number] | (typeof copies)[number];

/** Which weights kernels see, and by which buffers the bound ones are replaced for that. */
const replacements = {
  "live raw": {},
  "live ema": { weights: "averages", averages: "weights" },
  "frozen raw": { weights: "frozen" },
  "frozen ema": { weights: "frozenAverages" },
} as const satisfies Record<string, Partial<Record<BufferName, BufferName>>>;
export type WeightsInUse = keyof typeof replacements;

export class Buffers {
  readonly #device: GPUDevice;
  readonly #health: DeviceHealth;
  readonly #layout: GPUBindGroupLayout;
  readonly #buffers = new Map<BufferName, GPUBuffer>();
  #groups: { [Weights in WeightsInUse]?: GPUBindGroup } = {};

  constructor(device: GPUDevice, health: DeviceHealth, layout: GPUBindGroupLayout) {
    this.#device = device;
    this.#health = health;
    this.#layout = layout;
    for (const name of bound) this.reserve(name, 4096);
  }

  get(name: BufferName): GPUBuffer {
    return this.#buffers.get(name) as GPUBuffer;
  }

  /** Makes a buffer hold at least `bytes`; with `keep` its content survives. Grows by a quarter more than asked so that it settles soon. */
  reserve(name: BufferName, bytes: number, keep = false): void {
    const before = this.#buffers.get(name);
    if (before && before.size >= bytes) return;
    const limits = this.#device.limits;
    const largest = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
    if (bytes > largest)
      throw new DeviceLimitError(
        `this run needs ${Math.ceil(bytes / 2 ** 20)} MiB for ${name}; the GPU allows ${Math.floor(largest / 2 ** 20)} MiB in one buffer`,
      );
    const size = Math.min(Math.ceil((bytes * 1.25) / 4096) * 4096, largest - (largest % 4));
    const kind = name === "params" ? GPUBufferUsage.UNIFORM : GPUBufferUsage.STORAGE;
    this.#device.pushErrorScope("out-of-memory");
    const buffer = this.#device.createBuffer({
      label: name,
      size,
      usage: kind | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
    });
    this.#health.watch(this.#device.popErrorScope());
    if (before && keep) {
      const encoder = this.#device.createCommandEncoder();
      encoder.copyBufferToBuffer(before, 0, buffer, 0, before.size);
      this.#device.queue.submit([encoder.finish()]);
    }
    before?.destroy();
    this.#buffers.set(name, buffer);
    this.#groups = {};
  }

  /** The bind group of all bound buffers, with the weights asked for. */
  group(weights: WeightsInUse): GPUBindGroup {
    const known = this.#groups[weights];
    if (known) return known;
    const replaced: Partial<Record<BufferName, BufferName>> = replacements[weights];
    const group = this.#device.createBindGroup({
      layout: this.#layout,
      entries: bound.map((name, binding) => ({
        binding,
        resource: {
          buffer: this.get(replaced[name] ?? name),
          ...(name === "params" && { size: PARAMS_BYTES }),
        },
      })),
    });
    this.#groups[weights] = group;
    return group;
  }

  memory(): { buffers: number; bytes: number } {
    let bytes = 0;
    for (const { size } of this.#buffers.values()) bytes += size;
    return { buffers: this.#buffers.size, bytes };
  }

  dispose(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy();
  }
}
