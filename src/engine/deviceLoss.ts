/** @file Calls on an engine that end when its device does, however the engine itself takes the loss. */
import type { Engine } from "./engine.ts";
import { EngineError } from "./failures.ts";
import { NoAnswer, withTimeLimit } from "./timeLimit.ts";

/** The device under the engine is gone for good. */
export class DeviceLost extends Error {
  override readonly name = "DeviceLost";
  /** It said nothing, however long one waited; the same device anew would cost as long a wait again. */
  readonly isSilent: boolean;
  /** Milliseconds, monotonic: when that was noticed, by whichever run. */
  readonly at = performance.now();

  constructor(message: string, isSilent = false) {
    super(message);
    this.isSilent = isSilent;
  }
}

/** Without a sign of life during a call; the parts of a step or score take seconds at most, on a processor that plays a graphics card, too. */
export const maxSilenceSeconds = 12;

/** How long a call that failed waits for the news that the device was the cause. */
const millisecondsForTheNews = 50;

/** An engine and the eye kept on its device. One call at a time. */
export class WatchedEngine {
  readonly engine: Engine;
  #loss: DeviceLost | undefined;
  #abandon: (loss: DeviceLost) => void = () => {};

  constructor(engine: Engine) {
    this.engine = engine;
    // Heard once per engine: a reaction per call would pile up for as long as the device lives.
    void engine.lost.then((reason) => {
      this.#loss = new DeviceLost(reason);
      this.#abandon(this.#loss);
    });
  }

  /**
   * The result of a call. Rejects with `DeviceLost` as soon as the device is gone; the caller's own code behind the call then never
   * runs, whatever the abandoned call does later.
   */
  async call<T>(call: (engine: Engine) => Promise<T>): Promise<T> {
    if (this.#loss) throw this.#loss;
    const abandoned = new Promise<never>((_, reject) => {
      this.#abandon = reject;
    });
    try {
      const { engine } = this;
      const result = withTimeLimit(call(engine), maxSilenceSeconds, engine.backend, () => engine.signs());
      return await Promise.race([result, abandoned]);
    } catch (error) {
      if (error instanceof NoAnswer) this.#loss ??= new DeviceLost(error.message, true);
      // A lost device makes calls fail in many ways, often before it says so itself.
      if (!this.#loss) await Promise.race([this.engine.lost, delay(millisecondsForTheNews)]);
      throw this.#loss ?? (isOfDevice(error) ? new DeviceLost(error.message) : error);
    }
  }
}

/** Whether the device, rather than the code, is at fault: then the run can go on elsewhere. */
function isOfDevice(error: unknown): error is Error {
  if (error instanceof EngineError) return error.kind === "internal";
  return error instanceof DOMException;
}

const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
