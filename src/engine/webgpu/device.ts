/** @file The GPU device of an engine, and all that can go wrong with it, by name. */
import { EngineError } from "../failures.ts";

/** The device serves this run no longer. Its message says what happened, in words for the user. */
class DeviceError extends EngineError {
  override readonly name: string = "DeviceError";
}

/** A buffer would exceed what the device allows; a smaller batch, network or data set helps. */
export class DeviceLimitError extends DeviceError {
  override readonly name = "DeviceLimitError";
  override readonly kind = "out-of-memory";
}

/** The device refused memory that its limits allow. */
export class DeviceMemoryError extends DeviceError {
  override readonly name = "DeviceMemoryError";
  override readonly kind = "out-of-memory";
}

/** The device refused a call as wrong: a bug, of the engine or of the driver. */
export class DeviceValidationError extends DeviceError {
  override readonly name = "DeviceValidationError";
}

/** The device is gone: reset, unplugged, or taken away by the browser. */
export class DeviceGoneError extends DeviceError {
  override readonly name = "DeviceGoneError";
}

/** A device of its own with the adapter's full buffer sizes; rejects where the adapter is used up or too small. */
export async function openDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  return adapter.requestDevice({
    label: "super-net",
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
}

/** Watches over whatever goes wrong with a device. The first failure is final: what comes after is its consequence. */
export class DeviceHealth {
  /** Resolves with the first failure's message; never rejects. */
  readonly lost: Promise<string>;
  #failure: DeviceError | undefined;
  #resolveLost: (reason: string) => void = () => {};
  #retired = false;
  /** Resolves when all scopes so far have reported. */
  #scopes: Promise<void> = Promise.resolve();

  constructor(device: GPUDevice) {
    this.lost = new Promise((resolve) => {
      this.#resolveLost = resolve;
    });
    void device.lost.then(({ reason, message }) =>
      this.report(new DeviceGoneError(message || `the GPU device was lost (${reason})`)),
    );
    device.addEventListener("uncapturederror", (event) => {
      const { error } = event;
      // The run tells it; hundreds of consequences in the console would only bury it.
      event.preventDefault();
      // A buffer that could not be had makes calls invalid; the scope around its creation may tell the cause a moment later.
      void this.#scopes.then(() => this.report(named(error)));
    });
  }

  report(failure: DeviceError): void {
    if (this.#failure || this.#retired) return;
    this.#failure = failure;
    this.#resolveLost(failure.message);
  }

  /** Reports the error of a scope, if there is one, when it comes. */
  watch(scope: Promise<GPUError | null>): void {
    const reported = scope.then(
      (error) => {
        if (error) this.report(named(error));
      },
      // A device that is gone says so itself.
      () => {},
    );
    this.#scopes = this.#scopes.then(() => reported);
  }

  /** From here on the end of the device is intended, and no failure. */
  retire(): void {
    this.#retired = true;
  }

  /** Throws the first failure, if there was one. */
  check(): void {
    if (this.#failure) throw this.#failure;
  }

  /** The same once all scopes so far have reported. */
  async checkScopes(): Promise<void> {
    await this.#scopes;
    this.check();
  }

  /** The result of a call, unless the device failed before its end: then rejects with the first failure. */
  async guard<T>(call: () => Promise<T>): Promise<T> {
    this.check();
    try {
      const result = await call();
      await this.checkScopes();
      return result;
    } catch (error) {
      if (error instanceof DeviceError) this.report(error);
      await this.checkScopes();
      throw error;
    }
  }
}

function named(error: GPUError): DeviceError {
  if (error instanceof GPUOutOfMemoryError)
    return new DeviceMemoryError(`the GPU has no memory left for this run: ${error.message}`);
  if (error instanceof GPUValidationError)
    return new DeviceValidationError(`the GPU refused a call: ${error.message}`);
  return new DeviceError(`the GPU failed: ${error.message}`);
}
