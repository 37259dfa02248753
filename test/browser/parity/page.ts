/** @file The page of the parity test: opens the lab's backends as the lab does, and tells what an engine makes of a case. */
import type { BackendId } from "../../../src/core/backends.ts";
import { browserBackends } from "../../../src/engine/browserBackends.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { snapshotOf } from "../../engine/operationCases.ts";
import { cases, taskOf } from "./cases.ts";

/** An `Inspection` as it travels out of a page. */
export interface Told {
  readonly logits: readonly number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

declare global {
  interface Window {
    inspectCase(backend: BackendId, name: string): Promise<Told>;
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
  const { logits, losses, gradients } = await engine.inspect(step);
  return {
    logits: [...(logits[0] as Float32Array)],
    loss: losses[0] as number,
    gradients: Object.fromEntries(
      Object.entries(gradients).map(([parameter, gradient]) => [parameter, [...gradient]]),
    ),
  };
};
