/** @file Compiled work on its way to the device: uploaded, encoded into one pass and submitted, with only so much under way at a time. */
import type { Buffers, WeightsInUse } from "./buffers.ts";
import type { DeviceHealth } from "./device.ts";
import type { ParameterStore } from "./parameterStore.ts";
import type { Compiled } from "./trainProgram.ts";

/** Submissions in flight; deeper queues were measured slower and starve the page. */
const IN_FLIGHT = 3;

export class Submissions {
  readonly #device: GPUDevice;
  readonly #health: DeviceHealth;
  readonly #buffers: Buffers;
  readonly #parameters: ParameterStore;
  readonly #validate: boolean;
  readonly #inFlight: Promise<undefined>[] = [];
  /** Submissions that the device has told to be done. */
  done = 0;

  /** @param validate wait for the device's verdict on every submission */
  constructor(
    device: GPUDevice,
    health: DeviceHealth,
    buffers: Buffers,
    parameters: ParameterStore,
    validate: boolean,
  ) {
    this.#device = device;
    this.#health = health;
    this.#buffers = buffers;
    this.#parameters = parameters;
    this.#validate = validate;
  }

  /**
   * Waits for pipelines that still compile, makes room, uploads and submits.
   * @param weights which ones the kernels see
   * @param before encodes what comes before the pass
   */
  async submit(
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
    this.#health.watch(this.#device.popErrorScope());
    await this.#health.checkScopes();
  }

  /** Waits while too many submissions are under way. */
  async throttle(): Promise<void> {
    const done = this.#device.queue.onSubmittedWorkDone();
    // It fails with the device, which says so itself; perhaps nobody waits for it then.
    done.then(
      () => this.done++,
      () => {},
    );
    this.#inFlight.push(done);
    if (this.#inFlight.length > IN_FLIGHT) await this.#inFlight.shift();
  }
}
