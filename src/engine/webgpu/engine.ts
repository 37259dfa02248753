/** @file The engine on WebGPU: compiles steps to prepared dispatches on a device of its own. One call at a time. */
import type { Network } from "../../core/network/network.ts";
import type {
  Engine,
  EngineFactory,
  Evaluation,
  FrozenWeights,
  ImageSet,
  Inspection,
  NetworkScore,
  Snapshot,
  TrainingReport,
  TrainStep,
} from "../engine.ts";
import { scoredImages } from "../evaluationBatches.ts";
import { Buffers, type WeightsInUse } from "./buffers.ts";
import { DeviceHealth, isSoftware, openDevice } from "./device.ts";
import { ImageStore } from "./imageStore.ts";
import { ParameterStore } from "./parameterStore.ts";
import { Pipelines } from "./pipelines.ts";
import { Readback } from "./readback.ts";
import { compileScore, TALLY } from "./scoreProgram.ts";
import { RECORD, RECORDS_SIZE, TrainingRecords } from "./trainingRecords.ts";
import { type Compiled, compileStep } from "./trainProgram.ts";

export interface WebgpuOptions {
  /** Wait for the device's verdict on every submission: for development and tests. */
  readonly validate?: boolean;
}

/** Networks scored between two readings. */
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
  readonly #health: DeviceHealth;
  readonly #validate: boolean;
  readonly #pipelines: Pipelines;
  readonly #buffers: Buffers;
  readonly #parameters: ParameterStore;
  readonly #images: ImageStore;
  readonly #readback: Readback;
  readonly #records: TrainingRecords;
  readonly #inFlight: Promise<undefined>[] = [];

  constructor(
    device: GPUDevice,
    images: ImageSet,
    seed: number,
    { validate = import.meta.env.DEV }: WebgpuOptions,
  ) {
    this.#device = device;
    this.#validate = validate;
    this.#health = new DeviceHealth(device);
    this.lost = this.#health.lost;
    this.#pipelines = new Pipelines(device, isSoftware(device.adapterInfo) ? NARROW : WIDE);
    this.#buffers = new Buffers(device, this.#health, this.#pipelines.layout);
    this.#parameters = new ParameterStore(device, this.#buffers, seed);
    this.#images = new ImageStore(device, this.#buffers, images);
    this.#readback = new Readback(device);
    this.#buffers.reserve("results", 4 * (RECORDS_SIZE + TALLY * TALLIES));
    this.#records = new TrainingRecords((count) => this.#readResults(0, count));
  }

  trainStep(step: TrainStep): Promise<void> {
    return this.#health.guard(async () => {
      const paths = step.paths.length;
      const record = await this.#records.place(paths);
      await this.#submit(compileStep(this.#pipelines, this.#parameters, this.#images, step, record));
      this.#records.written(record, paths);
      await this.#throttle();
    });
  }

  /** Waits while too many submissions are under way. */
  async #throttle(): Promise<void> {
    const done = this.#device.queue.onSubmittedWorkDone();
    // It fails with the device, which says so itself; perhaps nobody waits for it then.
    done.catch(() => {});
    this.#inFlight.push(done);
    if (this.#inFlight.length > IN_FLIGHT) await this.#inFlight.shift();
  }

  /** Compiles what is missing, makes room, uploads and submits: one encoder, one pass, one submission. */
  async #submit(
    { program, values, derived }: Compiled,
    weights: WeightsInUse = "live raw",
    before?: (encoder: GPUCommandEncoder) => void,
  ): Promise<void> {
    await program.ready();
    this.#health.check();
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
    this.#health.hear(this.#device.popErrorScope());
    await this.#health.settle();
  }

  /** Floats of `results` once all work submitted so far is done. */
  async #readResults(offset: number, count: number): Promise<Float32Array> {
    const buffer = this.#buffers.get("results");
    const [floats] = await this.#readback.read([{ buffer, offset, count }]);
    return floats as Float32Array;
  }

  readTraining(): Promise<TrainingReport> {
    return this.#health.guard(() => this.#records.report());
  }

  score(networks: readonly Network[], evaluation: Evaluation): Promise<NetworkScore[]> {
    return this.#health.guard(async () => {
      if (evaluation.state === "frozen" && !this.#parameters.isFrozen)
        throw new Error("no weights were frozen");
      const scores: NetworkScore[] = [];
      for (let start = 0; start < networks.length; start += TALLIES)
        scores.push(...(await this.#scoreSome(networks.slice(start, start + TALLIES), evaluation)));
      return scores;
    });
  }

  freeze(): Promise<void> {
    return this.#health.guard(async () => this.#parameters.freeze());
  }

  /** Scores as many networks as there is room for counts. */
  async #scoreSome(networks: readonly Network[], evaluation: Evaluation): Promise<NetworkScore[]> {
    const count = scoredImages(this.#images.set, evaluation);
    for (let first = 0; first < networks.length; first += NETWORKS_PER_SUBMIT) {
      const group = networks.slice(first, first + NETWORKS_PER_SUBMIT);
      const tally = RECORDS_SIZE + TALLY * first;
      const compiled = compileScore(
        this.#pipelines,
        this.#parameters,
        this.#images,
        group,
        evaluation,
        tally,
      );
      const { state, weights } = evaluation;
      await this.#submit(compiled, `${state} ${weights}`, (encoder) => {
        const { sums } = compiled;
        if (sums) encoder.clearBuffer(this.#buffers.get("values"), 4 * sums.offset, 4 * sums.size);
        if (state === "live" && weights === "ema") this.#parameters.completeAverages(encoder);
      });
      await this.#throttle();
    }
    const tallies = await this.#readResults(RECORDS_SIZE, TALLY * networks.length);
    return networks.map((_, k) => {
      const [correct, loss] = [tallies[TALLY * k] as number, tallies[TALLY * k + 1] as number];
      // Below zero stands for logits that are no numbers.
      if (correct < 0) return { accuracy: Number.NaN, loss: Number.NaN };
      return { accuracy: correct / count, loss: loss / count };
    });
  }

  inspect(step: TrainStep): Promise<Inspection> {
    return this.#health.guard(() => this.#inspect(step));
  }

  async #inspect(step: TrainStep): Promise<Inspection> {
    await this.#records.fold();
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

  snapshot(): Promise<Snapshot> {
    return this.#health.guard(() => this.#snapshot());
  }

  async #snapshot(): Promise<Snapshot> {
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

  snapshotFrozen(): Promise<FrozenWeights | undefined> {
    return this.#health.guard(() => this.#snapshotFrozen());
  }

  async #snapshotFrozen(): Promise<FrozenWeights | undefined> {
    if (!this.#parameters.isFrozen) return undefined;
    const count = this.#parameters.end;
    this.#parameters.commit(0);
    const [weights, averages] = await this.#readback.read(
      (["frozen", "frozenAverages"] as const).map((name) => ({
        buffer: this.#buffers.get(name),
        offset: 0,
        count,
      })),
    );
    const none = new Float32Array();
    return this.#parameters.frozen(weights ?? none, averages ?? none);
  }

  restore(snapshot: Snapshot, frozen?: FrozenWeights): void {
    this.#parameters.restore(snapshot, frozen);
  }

  memory() {
    const { buffers, bytes } = this.#buffers.memory();
    return { buffers: buffers + this.#readback.buffers, bytes: bytes + this.#readback.bytes };
  }

  dispose(): void {
    this.#health.retire();
    this.#buffers.dispose();
    this.#readback.dispose();
    this.#device.destroy();
  }
}
