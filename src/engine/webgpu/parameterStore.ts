/** @file Where every parameter lies in the flat buffers of weights, gradients, momenta and averages; all four use the same offsets. */
import { initialValues, sizeOf } from "../../core/network/initial.ts";
import type { Parameter } from "../../core/network/network.ts";
import { type FrozenWeights, momentumName, parameterOfMomentum, type Snapshot } from "../engine.ts";
import type { Buffers } from "./buffers.ts";

export interface Entry {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** Whether the optimizer has moved it at least once; running statistics never, and never what is a momentum alone. */
  trained: boolean;
  /** Whether what lies at its place among the momenta has been moved. */
  hasMomentum: boolean;
  averaged: boolean;
}

/** Floats. */
const ALIGNMENT = 4;
const flat = ["weights", "gradients", "momenta", "averages"] as const;

export class ParameterStore {
  readonly #device: GPUDevice;
  readonly #buffers: Buffers;
  readonly #seed: number;
  #entries = new Map<string, Entry>();
  #uploads: { offset: number; values: Float32Array }[] = [];
  #end = 0;
  #isFrozen = false;

  constructor(device: GPUDevice, buffers: Buffers, seed: number) {
    this.#device = device;
    this.#buffers = buffers;
    this.#seed = seed;
  }

  /** The entry of a parameter; a new one starts from the seed. */
  entry(parameter: Parameter): Entry {
    const known = this.#entries.get(parameter.name);
    if (known) return known;
    const entry = this.#append(parameter.name, sizeOf(parameter));
    this.#uploads.push({ offset: entry.offset, values: initialValues(parameter, this.#seed) });
    return entry;
  }

  #append(name: string, size: number): Entry {
    const entry = { name, offset: this.#end, size, trained: false, hasMomentum: false, averaged: false };
    this.#end += Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    this.#entries.set(name, entry);
    return entry;
  }

  /**
   * Where the momentum of a parameter lies for steps of a group. All buffers having the same offsets, a group's momentum takes a place in
   * each of them: networks here are small, and groups few.
   */
  momentum(of: Entry, group: number | undefined): Entry {
    if (group === undefined) return of;
    const name = momentumName(of.name, group);
    return this.#entries.get(name) ?? this.#append(name, of.size);
  }

  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  /** First float behind all parameters: there is room for what a step derives from them. */
  get end(): number {
    return this.#end;
  }

  /** Brings new parameters to the device and makes room for `derived` floats behind them. */
  commit(derived: number): void {
    const bytes = 4 * (this.#end + derived);
    // A parameter that is new since the freezing has its initial values in the frozen copy, too.
    const copies = this.#isFrozen ? (["frozen", "frozenAverages"] as const) : [];
    for (const name of [...flat, ...copies]) this.#buffers.reserve(name, bytes, true);
    for (const { offset, values } of this.#uploads)
      for (const name of ["weights", ...copies] as const)
        this.#device.queue.writeBuffer(
          this.#buffers.get(name),
          4 * offset,
          values as Float32Array<ArrayBuffer>,
        );
    this.#uploads = [];
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** Copies weights and averages aside; where a parameter has no average, its weights stand in. */
  freeze(): void {
    this.#isFrozen = true;
    this.commit(0);
    const bytes = 4 * this.#end;
    if (bytes === 0) return;
    const encoder = this.#device.createCommandEncoder();
    this.completeAverages(encoder);
    encoder.copyBufferToBuffer(this.#buffers.get("weights"), 0, this.#buffers.get("frozen"), 0, bytes);
    encoder.copyBufferToBuffer(
      this.#buffers.get("averages"),
      0,
      this.#buffers.get("frozenAverages"),
      0,
      bytes,
    );
    this.#device.queue.submit([encoder.finish()]);
  }

  /** Copies the weights without average (running statistics among them) to where the averages are. */
  completeAverages(encoder: GPUCommandEncoder): void {
    const from = this.#buffers.get("weights");
    const to = this.#buffers.get("averages");
    let start = -1;
    let end = -1;
    const flush = (): void => {
      if (end > start) encoder.copyBufferToBuffer(from, 4 * start, to, 4 * start, 4 * (end - start));
    };
    for (const entry of this.#entries.values()) {
      if (entry.averaged) continue;
      if (entry.offset !== end) {
        flush();
        start = entry.offset;
      }
      end = entry.offset + Math.ceil(entry.size / ALIGNMENT) * ALIGNMENT;
    }
    flush();
  }

  /** Cuts a snapshot out of copies of the flat buffers. */
  snapshot(weights: Float32Array, momenta: Float32Array, averages: Float32Array): Snapshot {
    return {
      weights: this.#cut(weights, isParameter),
      momenta: this.#cut(momenta, ({ hasMomentum }) => hasMomentum),
      averages: this.#cut(averages, ({ averaged }) => averaged),
    };
  }

  /** Cuts the frozen copy out of copies of its flat buffers; where a parameter had no average, its weights stand in. */
  frozen(weights: Float32Array, averages: Float32Array): FrozenWeights {
    return { weights: this.#cut(weights, isParameter), averages: this.#cut(averages, isParameter) };
  }

  #cut(from: Float32Array, include: (entry: Entry) => boolean): Record<string, Float32Array> {
    return Object.fromEntries(
      [...this.#entries.values()]
        .filter(include)
        .map(({ name, offset, size }) => [name, from.slice(offset, offset + size)]),
    );
  }

  /** A frozen copy is given up, its places being no longer those of the parameters, or replaced by `frozen`. */
  restore({ weights, momenta, averages }: Snapshot, frozen?: FrozenWeights): void {
    this.#entries = new Map();
    this.#uploads = [];
    this.#end = 0;
    this.#isFrozen = frozen !== undefined;
    for (const [name, values] of Object.entries(weights)) {
      const entry = this.#append(name, values.length);
      entry.averaged = name in averages;
    }
    for (const [name, values] of Object.entries(momenta)) {
      (this.#entries.get(name) ?? this.#append(name, values.length)).hasMomentum = true;
      const parameter = this.#entries.get(parameterOfMomentum(name));
      if (parameter) parameter.trained = true;
    }
    this.commit(0);
    const write = (
      buffer: "weights" | "momenta" | "averages" | "frozen" | "frozenAverages",
      arrays: Readonly<Record<string, Float32Array>>,
    ): void => {
      // Whatever is not in the snapshot starts at zero.
      const all = new Float32Array(this.#buffers.get(buffer).size / 4);
      for (const [name, values] of Object.entries(arrays)) {
        const entry = this.#entries.get(name);
        if (entry) all.set(values, entry.offset);
      }
      this.#device.queue.writeBuffer(this.#buffers.get(buffer), 0, all);
    };
    write("weights", weights);
    write("momenta", momenta);
    write("averages", averages);
    if (!frozen) return;
    // What is frozen and not among the weights was never trained: it has its initial values as soon as it is asked for.
    write("frozen", frozen.weights);
    write("frozenAverages", { ...frozen.weights, ...frozen.averages });
  }
}

const isParameter = ({ name }: Entry): boolean => parameterOfMomentum(name) === name;
