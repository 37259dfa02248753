/** @file Which backend to train on: measured by a few steps of a small network, not guessed. */

import type { BackendId, BackendReport } from "../core/backends.ts";
import { defaultNormMomentum } from "../core/network/batchNorm.ts";
import { batchNorm, conv, convParameter, NetworkBuilder } from "../core/network/builder.ts";
import { pushClassifier } from "../core/network/classifier.ts";
import type { Network, Shape } from "../core/network/network.ts";
import { DeviceLost, WatchedEngine } from "./deviceLoss.ts";
import type { Engine, EngineFactory, ImageSet, TrainStep } from "./engine.ts";
import { NoAnswer, withTimeLimit } from "./timeLimit.ts";

/** A backend that can be reached here. */
interface OpenBackend {
  /** Name of the device for the user. */
  readonly device: string;
  /** Whether a processor imitates a GPU; such a device is only measured when there is nothing else. */
  readonly software: boolean;
  /** The engine whose place it takes: not loaded and not measured while that one works here, being far slower on the same device. */
  readonly standsInFor?: BackendId;
  readonly create: EngineFactory;
}

/** One way to train, loaded only when asked for. `open` rejects with an `Error` that says what to enable. */
export interface Backend {
  readonly id: BackendId;
  open(): Promise<OpenBackend>;
}

/** Begins what is said of code of the site that did not come, or not whole. */
const missing = "its code did not come";

/** A part of the site's code, or an error that says that it did not come. */
export const arrived = <T>(code: Promise<T>): Promise<T> =>
  code.catch((error: unknown) => {
    throw new Error(`${missing}: ${error instanceof Error ? error.message : String(error)}`);
  });

export const isMissing = (failure: string | undefined): boolean => failure?.startsWith(missing) ?? false;

/**
 * Whether a backend would only hide that the site came by half: a library's operations on a GPU that the processor imitates train so
 * slowly that nobody waits for them.
 */
export const isPointless = ({ software, standsInFor }: OpenBackend, isPartMissing: boolean): boolean =>
  isPartMissing && software && standsInFor !== undefined;

/** How long a device may take to be found, and to take in images and kernels. */
export const openSeconds = 5;
const createSeconds = 10;

/** An engine, or no answer in time; one that comes later is given back. */
export async function createInTime(create: EngineFactory, images: ImageSet, seed: number): Promise<Engine> {
  const made = create(images, seed);
  try {
    return await withTimeLimit(made, createSeconds, "its device");
  } catch (error) {
    made.then(
      (late) => late.dispose(),
      () => {},
    );
    throw error;
  }
}

const warmUpSteps = 2;
const timedSteps = 4;
/** As the default training has them: what can do several paths at a time must be allowed to show it. */
const pathsPerStep = 4;
const batchSize = 32;

/**
 * Measures every backend in the order given, stand-ins only where they are needed. Devices in software come last and are left unmeasured when anything else works: a
 * processor runs compiled WASM faster than it plays a GPU, and measuring would cost seconds.
 * @param now milliseconds, monotonic
 */
export async function probeBackends(
  backends: readonly Backend[],
  images: ImageSet,
  now: () => number,
): Promise<readonly BackendReport[]> {
  const reports: BackendReport[] = [];
  const opened: { id: BackendId; open: OpenBackend }[] = [];
  // All at once: several that do not answer cost one wait.
  const attempts = await Promise.allSettled(
    backends.map(({ open }) => withTimeLimit(open(), openSeconds, "its device")),
  );
  attempts.forEach((attempt, at) => {
    const { id } = backends[at] as Backend;
    if (attempt.status === "fulfilled") opened.push({ id, open: attempt.value });
    else reports.push({ backend: id, device: "", ...failureOf(attempt.reason) });
  });
  const works = (which?: BackendId): boolean =>
    reports.some(
      ({ backend, imagesPerSecond }) =>
        imagesPerSecond !== undefined && (which === undefined || backend === which),
    );
  for (const { id, open } of opened.sort((a, b) => Number(a.open.software) - Number(b.open.software))) {
    const { device, software, standsInFor } = open;
    const report = { backend: id, device, ...(software && { software }) };
    if (software && works()) {
      const failure = "a GPU imitated by the processor; not measured, since another backend works";
      reports.push({ ...report, failure });
      continue;
    }
    const isPartMissing = reports.some((other) => isMissing(other.failure));
    if (isPointless(open, isPartMissing)) {
      const failure = "a library's operations on a GPU imitated by the processor; not measured";
      reports.push({ ...report, failure });
      continue;
    }
    if (standsInFor && works(standsInFor)) {
      const failure =
        "a library's operations on the same device; not measured, since the lab's own engine works";
      reports.push({ ...report, failure });
      continue;
    }
    const isSilent = reports.some(({ backend, silent }) => backend === standsInFor && silent);
    if (isSilent && works()) {
      const failure = "on a device that did not answer; not measured, since another backend works";
      reports.push({ ...report, failure });
      continue;
    }
    try {
      reports.push({ ...report, imagesPerSecond: await measure(open.create, images, now) });
    } catch (error) {
      reports.push({ ...report, ...failureOf(error) });
    }
  }
  return reports;
}

/** Images a second of training steps on the probe network, after a warm-up that compiles shaders. */
async function measure(create: EngineFactory, images: ImageSet, now: () => number): Promise<number> {
  const engine = await createInTime(create, images, 0);
  // A device may end while it is measured, without an end to the call.
  const watched = new WatchedEngine(engine);
  const run = (steps: number): Promise<void> => watched.call((live) => runSteps(live, step, steps));
  const step = probeStep(images);
  try {
    await run(warmUpSteps);
    const began = now();
    await run(timedSteps);
    return (timedSteps * pathsPerStep * batchSize * 1000) / Math.max(now() - began, 0.01);
  } finally {
    engine.dispose();
  }
}

async function runSteps(engine: Engine, step: TrainStep, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await engine.trainStep(step);
  // The reading waits for the device: without it only the sending would be timed.
  const { loss } = await engine.readTraining();
  if (!Number.isFinite(loss)) throw new Error("its training steps do not give a number");
}

function probeStep(images: ImageSet): TrainStep {
  const input = { height: images.height, width: images.width, channels: images.channels };
  const network = probeNetwork(input, images.classes.length);
  return {
    paths: Array.from({ length: pathsPerStep }, () => ({ network, weight: 1 })),
    images: Int32Array.from({ length: batchSize }, (_, index) => index % images.train.count),
    labelSmoothing: 0,
    seed: 0,
    optimizer: {
      learningRate: 0.01,
      momentum: 0.9,
      nesterov: false,
      weightDecay: 0,
      inactive: "untouched",
      clipNorm: 5,
      emaDecay: 0,
      normMomentum: defaultNormMomentum,
    },
  };
}

/** Two convolutions with all that stands around them in a cell. */
function probeNetwork(input: Shape, classes: number): Network {
  const width = 16;
  const builder = new NetworkBuilder(input);
  const block = (from: number, name: string, channels: number): number => {
    const weight = { parameter: convParameter(`${name}/conv`, 3, channels, width) };
    const value = builder.push(conv(from, weight));
    const normed = builder.push(batchNorm(value, `${name}/norm`, width, true));
    return builder.push({ op: "relu", input: normed });
  };
  const first = block(0, "probe1", input.channels);
  const sum = builder.push({ op: "add", inputs: [first, block(first, "probe2", width)] });
  pushClassifier(builder, sum, classes, 0, "probe");
  return builder.finish();
}

/** Whether a device said nothing, however long one waited for it. */
export function isSilence(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof DeviceLost && error.isSilent);
}

function failureOf(error: unknown): Pick<BackendReport, "failure" | "silent"> {
  const failure = error instanceof Error ? error.message : String(error);
  return { failure, ...(isSilence(error) && { silent: true }) };
}
