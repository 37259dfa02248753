/** @file The page of the parity test: opens the lab's backends as the lab does, and tells what an engine makes of a case. */
import type { BackendId } from "../../../src/core/backends.ts";
import { browserBackends } from "../../../src/engine/browserBackends.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { snapshotOf } from "../../engine/caseData.ts";
import { cases, taskOf } from "./cases.ts";
import { type Handed, handed } from "./handed.ts";
import type { ThreadOutcome } from "./threads.worker.ts";

/** An `Inspection` as it travels out of a page. */
export interface Told {
  readonly logits: readonly number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** A case as an engine of the page computes it, and who did the computing. */
export interface ToldByEngine extends Told {
  readonly engine: string;
  /** Meanwhile. */
  readonly handed: Handed;
}

declare global {
  interface Window {
    inspectCase(backend: BackendId, name: string): Promise<ToldByEngine>;
    /** The adapter's own account of itself; empty where there is none. */
    adapter(): Promise<string>;
    /** In a worker with `threads` workers of its own; 0: in that worker alone. */
    trainInThreads(threads: number): Promise<ThreadOutcome>;
  }
}

/** One engine for each backend and shape of images: most of the time goes into compiling shaders. */
const engines = new Map<string, Promise<Engine>>();

async function open(id: BackendId, images: ReturnType<typeof taskOf>["images"]): Promise<Engine> {
  const backend = browserBackends.find((one) => one.id === id);
  if (!backend) throw new Error(`no backend ${id}`);
  return (await backend.open()).create(images, 1);
}

window.inspectCase = async (id, name) => {
  const one = cases.get(name);
  if (!one) throw new Error(`no case ${name}`);
  const { images, weights, step } = taskOf(one);
  const key = `${id} ${JSON.stringify(one.network.input)}`;
  const opening = engines.get(key) ?? open(id, images);
  engines.set(key, opening);
  const engine = await opening;
  engine.restore(snapshotOf(weights));
  const before = handed();
  const { logits, losses, gradients } = await engine.inspect(step);
  const after = handed();
  return {
    engine: engine.backend,
    handed: { webgpu: after.webgpu - before.webgpu, webgl: after.webgl - before.webgl },
    logits: [...(logits[0] as Float32Array)],
    loss: losses[0] as number,
    gradients: Object.fromEntries(
      Object.entries(gradients).map(([parameter, gradient]) => [parameter, [...gradient]]),
    ),
  };
};

window.adapter = async () => {
  const { vendor, architecture, description } = (await navigator.gpu.requestAdapter())?.info ?? {};
  return [vendor, architecture, description].filter(Boolean).join(" ");
};

window.trainInThreads = (threads) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./threads.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<ThreadOutcome>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = ({ message }) => reject(new Error(message || "the worker could not be loaded"));
    worker.postMessage(threads);
  });
