/** @file The engine on WebGPU: compiles steps to prepared dispatches on a device of its own. One call at a time. */
import type { Network } from "../../core/network/network.ts";
import type {
  Engine,
  EngineFactory,
  Evaluation,
  ImageSet,
  Inspection,
  TrainingReport,
  TrainStep,
} from "../engine.ts";
import { Buffers } from "./buffers.ts";
import { isSoftware, openDevice } from "./device.ts";
import { ImageStore } from "./imageStore.ts";
import { ParameterStore } from "./parameterStore.ts";
import { Pipelines } from "./pipelines.ts";
import { Readback } from "./readback.ts";
import { compileScore } from "./scoreProgram.ts";
import { type Compiled, compileStep, RECORD } from "./trainProgram.ts";

export interface WebgpuOptions {
  /** Wait for the device's verdict on every submission: for development and tests. */
  readonly validate?: boolean;
}

/** Records of paths between two readings, and networks scored between two readings. */
const RING = 4096;
const TALLIES = 1024;
/** Networks in one submission: enough to keep the device busy, few enough not to alarm a driver's watchdog. */
const NETWORKS_PER_SUBMIT = 8;
/** Steps in flight; deeper queues were measured slower and starve the page. */
const IN_FLIGHT = 3;

/** Threads of a workgroup that sums, on a GPU and where a processor plays one. */
const WIDE = 256;
const NARROW = 32;

/** Takes a fresh adapter: an adapter yields one device. */
export function createWebgpuEngine(adapter: GPUAdapter, options: WebgpuOptions = {}): EngineFactory {
  return async (images, seed) => new WebgpuEngine(await openDevice(adapter), images, seed, options);
}

class WebgpuEngine implements Engine {
  readonly backend = "WebGPU";
  readonly lost: Promise<string>;
  readonly #device: GPUDevice;
  readonly #validate: boolean;
  readonly #pipelines: Pipelines;
  readonly #buffers: Buffers;
  readonly #parameters: ParameterStore;
  readonly #images: ImageStore;
  readonly #readback: Readback;
  /** Steps whose records nobody has read: first record and number of paths. */
  #unread: { record: number; paths: number }[] = [];
  #next = 0;
  #sums = { steps: 0, loss: 0, accuracy: 0, gradientNorm: 0 };
  readonly #inFlight: Promise<undefined>[] = [];
  #failure: Error | undefined;
  #disposed = false;

  constructor(
    device: GPUDevice,
    images: ImageSet,
    seed: number,
    { validate = import.meta.env.DEV }: WebgpuOptions,
  ) {
    this.#device = device;
    this.#validate = validate;
    this.lost = new Promise((resolve) => {
      device.lost.then(({ reason, message }) => {
        if (this.#disposed) return;
        this.#failure = new Error(message || `the GPU device was lost (${reason})`);
        resolve(this.#failure.message);
      });
    });
    device.addEventListener("uncapturederror", ({ error }) => {
      this.#failure ??= new Error(error.message);
    });
    this.#pipelines = new Pipelines(device, isSoftware(device.adapterInfo) ? NARROW : WIDE);
    this.#buffers = new Buffers(device, this.#pipelines.layout);
    this.#parameters = new ParameterStore(device, this.#buffers, seed);
    this.#images = new ImageStore(device, this.#buffers, images);
    this.#readback = new Readback(device);
    this.#buffers.reserve("results", 4 * (RECORD * RING + TALLIES));
  }

  async trainStep(step: TrainStep): Promise<void> {
    const paths = step.paths.length;
    if (this.#unread.length > 0 && this.#next + paths > RING) await this.#fold();
    const record = RECORD * this.#next;
    this.#next += paths;
    await this.#submit(compileStep(this.#pipelines, this.#parameters, this.#images, step, record));
    this.#unread.push({ record, paths });
    await this.#throttle();
  }

  /** Waits while too many submissions are under way. */
  async #throttle(): Promise<void> {
    this.#inFlight.push(this.#device.queue.onSubmittedWorkDone());
    if (this.#inFlight.length > IN_FLIGHT) await this.#inFlight.shift();
  }

  /** Compiles what is missing, makes room, uploads and submits: one encoder, one pass, one submission. */
  async #submit(
    { program, values, derived }: Compiled,
    weights: "raw" | "ema" = "raw",
    before?: (encoder: GPUCommandEncoder) => void,
  ): Promise<void> {
    await program.ready();
    if (this.#failure) throw this.#failure;
    if (this.#validate) this.#device.pushErrorScope("validation");
    const { queue } = this.#device;
    const { params, tables } = program;
    this.#parameters.commit(derived);
    this.#buffers.reserve("values", 4 * values);
    this.#buffers.reserve("params", params.byteLength);
    this.#buffers.reserve("tables", tables.byteLength);
    queue.writeBuffer(this.#buffers.get("params"), 0, params as Uint32Array<ArrayBuffer>);
    queue.writeBuffer(this.#buffers.get("tables"), 0, tables as Uint32Array<ArrayBuffer>);
    const encoder = this.#device.createCommandEncoder();
    before?.(encoder);
    const pass = encoder.beginComputePass();
    program.encode(pass, this.#buffers.group(weights));
    pass.end();
    queue.submit([encoder.finish()]);
    if (!this.#validate) return;
    const error = await this.#device.popErrorScope();
    if (error) throw new Error(error.message);
  }

  /** Reads the records of all steps so far into the sums. */
  async #fold(): Promise<void> {
    const unread = this.#unread;
    this.#unread = [];
    this.#next = 0;
    if (unread.length === 0) return;
    const last = unread.at(-1) as (typeof unread)[number];
    const [records] = await this.#readback.read([
      { buffer: this.#buffers.get("results"), offset: 0, count: last.record + RECORD * last.paths },
    ]);
    for (const { record, paths } of unread) {
      const norm = records?.[record + 2] as number;
      const share = (offset: number): number => {
        let sum = 0;
        for (let path = 0; path < paths; path++) sum += records?.[record + RECORD * path + offset] as number;
        return sum / paths;
      };
      this.#sums = {
        steps: this.#sums.steps + 1,
        // A step without finite norm was skipped by the update: the run has diverged.
        loss: this.#sums.loss + (Number.isFinite(norm) ? share(0) : Number.NaN),
        accuracy: this.#sums.accuracy + share(1),
        gradientNorm: this.#sums.gradientNorm + norm,
      };
    }
  }

  async readTraining(): Promise<TrainingReport> {
    await this.#fold();
    const { steps, loss, accuracy, gradientNorm } = this.#sums;
    this.#sums = { steps: 0, loss: 0, accuracy: 0, gradientNorm: 0 };
    const count = Math.max(steps, 1);
    return { steps, loss: loss / count, accuracy: accuracy / count, gradientNorm: gradientNorm / count };
  }

  async score(networks: readonly Network[], evaluation: Evaluation): Promise<number[]> {
    const accuracies: number[] = [];
    const count = Math.min(evaluation.count, this.#images.part(evaluation.part).count);
    for (let start = 0; start < networks.length; start += TALLIES) {
      const some = networks.slice(start, start + TALLIES);
      for (let first = 0; first < some.length; first += NETWORKS_PER_SUBMIT) {
        const group = some.slice(first, first + NETWORKS_PER_SUBMIT);
        const tally = RECORD * RING + first;
        const compiled = compileScore(
          this.#pipelines,
          this.#parameters,
          this.#images,
          group,
          evaluation,
          tally,
        );
        this.#parameters.commit(compiled.derived);
        this.#buffers.reserve("values", 4 * compiled.values);
        await this.#submit(compiled, evaluation.weights, (encoder) => {
          const { sums } = compiled;
          if (sums) encoder.clearBuffer(this.#buffers.get("values"), 4 * sums.offset, 4 * sums.size);
          if (evaluation.weights === "ema") this.#parameters.completeAverages(encoder);
        });
        await this.#throttle();
      }
      const [tallies] = await this.#readback.read([
        { buffer: this.#buffers.get("results"), offset: RECORD * RING, count: some.length },
      ]);
      // Below zero stands for logits that are no numbers.
      for (const correct of tallies ?? [])
        accuracies.push(correct < 0 ? Number.NaN : count > 0 ? correct / count : 0);
    }
    return accuracies;
  }

  async inspect(step: TrainStep): Promise<Inspection> {
    await this.#fold();
    const compiled = compileStep(this.#pipelines, this.#parameters, this.#images, step, 0, true);
    await this.#submit(compiled);
    const { classes } = this.#images;
    const batch = step.images.length;
    const entries = [...compiled.touched];
    const [records, ...arrays] = await this.#readback.read([
      { buffer: this.#buffers.get("results"), offset: 0, count: RECORD * step.paths.length },
      ...compiled.logits.map(({ at }) => ({
        buffer: this.#buffers.get("values"),
        offset: at,
        count: batch * classes,
      })),
      ...entries.map(({ offset, size }) => ({ buffer: this.#buffers.get("gradients"), offset, count: size })),
    ]);
    const logits = arrays.slice(0, step.paths.length);
    const gradients = arrays.slice(step.paths.length);
    return {
      logits: logits.map((byClass) =>
        Float32Array.from(
          byClass,
          (_, i) => byClass[(i % classes) * batch + Math.floor(i / classes)] as number,
        ),
      ),
      losses: step.paths.map((_, path) => records?.[RECORD * path] as number),
      gradients: Object.fromEntries(entries.map(({ name }, i) => [name, gradients[i] as Float32Array])),
    };
  }

  async snapshot() {
    const count = this.#parameters.end;
    this.#parameters.commit(0);
    const [weights, momenta, averages] = await this.#readback.read(
      (["weights", "momenta", "averages"] as const).map((name) => ({
        buffer: this.#buffers.get(name),
        offset: 0,
        count,
      })),
    );
    const none = new Float32Array();
    return this.#parameters.snapshot(weights ?? none, momenta ?? none, averages ?? none);
  }

  restore(snapshot: Parameters<Engine["restore"]>[0]): void {
    this.#parameters.restore(snapshot);
  }

  memory() {
    const { buffers, bytes } = this.#buffers.memory();
    return { buffers: buffers + this.#readback.buffers, bytes: bytes + this.#readback.bytes };
  }

  dispose(): void {
    this.#disposed = true;
    this.#buffers.dispose();
    this.#readback.dispose();
    this.#device.destroy();
  }
}
