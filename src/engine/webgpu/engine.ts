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
import { isSoftwareAdapter } from "../softwareDevice.ts";
import { Buffers } from "./buffers.ts";
import { DeviceHealth, openDevice } from "./device.ts";
import type { DeviceParts } from "./deviceParts.ts";
import { ImageStore } from "./imageStore.ts";
import { inspectStep } from "./inspection.ts";
import { ParameterStore } from "./parameterStore.ts";
import { Pipelines } from "./pipelines.ts";
import { Readback } from "./readback.ts";
import { scoreNetworks, TALLIES_SIZE } from "./scorer.ts";
import { readFrozen, readSnapshot } from "./snapshots.ts";
import { Submissions } from "./submissions.ts";
import { RECORDS_SIZE, TrainingRecords } from "./trainingRecords.ts";
import { compileStep } from "./trainProgram.ts";

interface WebgpuOptions {
  /** Wait for the device's verdict on every submission: for development and tests. */
  readonly validate?: boolean;
}

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
  readonly #parts: DeviceParts;
  readonly #records: TrainingRecords;

  constructor(
    device: GPUDevice,
    images: ImageSet,
    seed: number,
    { validate = import.meta.env.DEV }: WebgpuOptions,
  ) {
    this.#device = device;
    this.#health = new DeviceHealth(device);
    this.lost = this.#health.lost;
    const pipelines = new Pipelines(device, isSoftwareAdapter(device.adapterInfo) ? NARROW : WIDE);
    const buffers = new Buffers(device, this.#health, pipelines.layout);
    const parameters = new ParameterStore(device, buffers, seed);
    this.#parts = {
      pipelines,
      buffers,
      parameters,
      images: new ImageStore(device, buffers, images),
      readback: new Readback(device),
      submissions: new Submissions(device, this.#health, buffers, parameters, validate),
    };
    buffers.reserve("results", 4 * (RECORDS_SIZE + TALLIES_SIZE));
    this.#records = new TrainingRecords((count) =>
      this.#parts.readback.readOne({ buffer: buffers.get("results"), offset: 0, count }),
    );
  }

  trainStep(step: TrainStep): Promise<void> {
    const { pipelines, parameters, images, submissions } = this.#parts;
    return this.#health.guard(async () => {
      const paths = step.paths.length;
      const record = await this.#records.place(paths);
      await submissions.submit(compileStep(pipelines, parameters, images, step, record));
      this.#records.written(record, paths);
      await submissions.throttle();
    });
  }

  readTraining(): Promise<TrainingReport> {
    return this.#health.guard(() => this.#records.report());
  }

  score(networks: readonly Network[], evaluation: Evaluation): Promise<NetworkScore[]> {
    return this.#health.guard(() => scoreNetworks(this.#parts, networks, evaluation));
  }

  freeze(): Promise<void> {
    return this.#health.guard(async () => this.#parts.parameters.freeze());
  }

  inspect(step: TrainStep): Promise<Inspection> {
    return this.#health.guard(async () => {
      await this.#records.fold();
      return inspectStep(this.#parts, step);
    });
  }

  snapshot(): Promise<Snapshot> {
    return this.#health.guard(() => readSnapshot(this.#parts));
  }

  snapshotFrozen(): Promise<FrozenWeights | undefined> {
    return this.#health.guard(() => readFrozen(this.#parts));
  }

  restore(snapshot: Snapshot, frozen?: FrozenWeights): void {
    this.#parts.parameters.restore(snapshot, frozen);
  }

  signs(): number {
    const { submissions, pipelines } = this.#parts;
    return submissions.done + pipelines.compiled;
  }

  memory() {
    const { buffers, bytes } = this.#parts.buffers.memory();
    const { readback } = this.#parts;
    return { buffers: buffers + readback.buffers, bytes: bytes + readback.bytes };
  }

  dispose(): void {
    this.#health.retire();
    this.#parts.buffers.dispose();
    this.#parts.readback.dispose();
    this.#device.destroy();
  }
}
