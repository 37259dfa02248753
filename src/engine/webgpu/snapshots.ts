/** @file What training has changed, brought back from the device. */
import type { FrozenWeights, Snapshot } from "../engine.ts";
import type { BufferName } from "./buffers.ts";
import type { DeviceParts } from "./deviceParts.ts";

export async function readSnapshot(parts: DeviceParts): Promise<Snapshot> {
  const [weights, momenta, averages] = await readFlat(parts, ["weights", "momenta", "averages"]);
  return parts.parameters.snapshot(weights ?? none, momenta ?? none, averages ?? none);
}

/** The frozen copy, `undefined` where nothing is frozen. */
export async function readFrozen(parts: DeviceParts): Promise<FrozenWeights | undefined> {
  if (!parts.parameters.isFrozen) return undefined;
  const [weights, averages] = await readFlat(parts, ["frozen", "frozenAverages"]);
  return parts.parameters.frozen(weights ?? none, averages ?? none);
}

const none = new Float32Array();

/** The parameters' part of these buffers, those included that no step has used yet. */
function readFlat(
  { parameters, buffers, readback }: DeviceParts,
  names: readonly BufferName[],
): Promise<Float32Array[]> {
  const count = parameters.end;
  parameters.commit(0);
  return readback.read(names.map((name) => ({ buffer: buffers.get(name), offset: 0, count })));
}
