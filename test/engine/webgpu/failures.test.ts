/** @file What a device refuses, on Dawn's null adapter: every failure has a name, is final, and hands the run over to another engine. */
import { beforeAll, describe, expect, it } from "vitest";
import { nullAdapter } from "../../../scripts/bench/countedWebgpu.ts";
import { fullNetwork, noiseImages, singlePathStep } from "../../../scripts/bench/workload.ts";
import { defaultConfig } from "../../../src/core/config.ts";
import { nothingScored } from "../../../src/core/resolveRun.ts";
import type { RunEvent } from "../../../src/core/run.ts";
import { nasbench201 } from "../../../src/core/spaces/nasbench201/index.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { openSession } from "../../../src/engine/openSession.ts";
import { createWasmEngine } from "../../../src/engine/wasm/engine.ts";
import {
  DeviceGoneError,
  DeviceLimitError,
  DeviceMemoryError,
  DeviceValidationError,
} from "../../../src/engine/webgpu/device.ts";
import { createWebgpuEngine } from "../../../src/engine/webgpu/engine.ts";
import { softwareAdapter } from "./softwareDevice.ts";

// Before the null adapter: the first one decides how often Dawn asks for news.
beforeAll(async () => void (await softwareAdapter()));

const images = noiseImages(200);
const step = singlePathStep(fullNetwork(), 0, images.train.count);

interface Opened {
  readonly engine: Engine;
  readonly device: GPUDevice;
  /** By label, the latest of each. */
  readonly buffers: Map<string, GPUBuffer>;
}

/** An engine, and the device it has taken for itself. */
async function open(validate: boolean, on?: GPUAdapter): Promise<Opened> {
  const adapter = on ?? (await nullAdapter());
  const request = adapter.requestDevice.bind(adapter);
  let device: GPUDevice | undefined;
  const buffers = new Map<string, GPUBuffer>();
  adapter.requestDevice = async (descriptor) => {
    const opened = await request(descriptor);
    const create = opened.createBuffer.bind(opened);
    opened.createBuffer = (wanted) => {
      const buffer = create(wanted);
      buffers.set(wanted.label ?? "", buffer);
      return buffer;
    };
    device = opened;
    return opened;
  };
  const engine = await createWebgpuEngine(adapter, { validate })(images, 1);
  return { engine, device: device as GPUDevice, buffers };
}

/** Takes what memory there is; the null backend gives out 512 MiB. */
async function exhaust({ device, buffers }: Opened): Promise<void> {
  for (let size = 2 ** 27; size >= 2 ** 16; size /= 2)
    for (let refused = false; !refused; ) {
      device.pushErrorScope("out-of-memory");
      // What nobody refers to may be collected, and its memory given back.
      const label = `taken ${buffers.size}`;
      device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE });
      refused = (await device.popErrorScope()) !== null;
    }
}

const failures: [string, new (message: string) => Error, RegExp, (opened: Opened) => unknown][] = [
  ["loss", DeviceGoneError, /\w/, ({ device }) => device.destroy()],
  ["lack of memory", DeviceMemoryError, /no memory left/, exhaust],
  [
    "refused call",
    DeviceValidationError,
    /refused a call/,
    ({ buffers }) => buffers.get("images")?.destroy(),
  ],
];

describe.each([true, false])("a device that fails, validation %s", (validate) => {
  it.each(failures)("%s: is named, and final", async (_, Kind, message, fail) => {
    const opened = await open(validate);
    const { engine } = opened;
    await fail(opened);
    // Without validation the news may come after the call that it is about.
    await expect(
      (async () => {
        await engine.trainStep(step);
        await engine.readTraining();
      })(),
    ).rejects.toThrow();
    expect(await engine.lost).toMatch(message);
    for (const call of [
      () => engine.trainStep(step),
      () => engine.readTraining(),
      () => engine.snapshot(),
      () => engine.inspect(step),
    ])
      await expect(call()).rejects.toBeInstanceOf(Kind);
    engine.dispose();
  });

  it("names what the device's limits forbid", async () => {
    const { engine, device } = await open(validate);
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    const batch = Math.ceil(Math.min(maxBufferSize, maxStorageBufferBindingSize) / (14 * 14 * 8 * 4));
    const tooLarge = { ...step, images: new Int32Array(batch) };
    await expect(engine.trainStep(tooLarge)).rejects.toBeInstanceOf(DeviceLimitError);
    expect(await engine.lost).toMatch(/the GPU allows \d+ MiB/);
    engine.dispose();
  });

  it("takes its own disposal for no failure", async () => {
    const { engine, device } = await open(validate);
    let reason: string | undefined;
    void engine.lost.then((told) => {
      reason = told;
    });
    engine.dispose();
    await device.lost;
    await new Promise((resolve) => setImmediate(resolve));
    expect(reason).toBeUndefined();
  });
});

describe("a run whose device fails", () => {
  const causes = failures.filter(([, Kind]) => Kind !== DeviceMemoryError);
  it.each(causes)("%s: goes on with another engine", async (_, __, message, fail) => {
    // The null adapter's results are arbitrary, and a processor's memory is not to be exhausted.
    const opened = await open(false, await softwareAdapter());
    const config = { ...defaultConfig(), space: nasbench201.id, settings: { bs: 4, channels: 4, paths: 1 } };
    const { session } = await openSession(config, {
      judge: nothingScored,
      loadImages: async () => images,
      createEngine: async () => opened.engine,
      replaceEngine: createWasmEngine,
      now: () => 0,
    });
    const until = async (wanted: RunEvent["type"]): Promise<RunEvent> => {
      for (;;)
        for (const event of (await session.advance()).events) {
          if (event.type === wanted) return event;
          if (event.type === "failed") throw new Error(event.failure.message);
        }
    };
    await until("trained");
    await fail(opened);
    expect(await until("recovered")).toMatchObject({
      backend: "WASM",
      reason: expect.stringMatching(message),
    });
    expect(await until("trained")).toMatchObject({ point: { step: 1 } });
    session.engine.dispose();
    opened.engine.dispose();
  });
});
