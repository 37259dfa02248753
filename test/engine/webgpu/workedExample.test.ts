/** @file The worked example that `trainProgram.ts` tells: three operations and the dispatches they become. Needs no device. */
import { describe, expect, it } from "vitest";
import { batchNorm, NetworkBuilder } from "../../../src/core/network/builder.ts";
import type { Network } from "../../../src/core/network/network.ts";
import type { ImagePart, ImageSet, TrainStep } from "../../../src/engine/engine.ts";
import type { Buffers } from "../../../src/engine/webgpu/buffers.ts";
import { levelsOf } from "../../../src/engine/webgpu/forward.ts";
import { ImageStore } from "../../../src/engine/webgpu/imageStore.ts";
import type { Kernel } from "../../../src/engine/webgpu/kernel.ts";
import { ParameterStore } from "../../../src/engine/webgpu/parameterStore.ts";
import type { Pipelines, Prepared } from "../../../src/engine/webgpu/pipelines.ts";
import type { Program } from "../../../src/engine/webgpu/program.ts";
import { compileStep } from "../../../src/engine/webgpu/trainProgram.ts";

/** Two batch norms of the image and their sum, which are the logits of two classes. */
function example(second = "second"): Network {
  const builder = new NetworkBuilder({ height: 1, width: 1, channels: 2 });
  const a = builder.push(batchNorm(0, "first", 2, true));
  const b = builder.push(batchNorm(0, second, 2, true));
  builder.push({ op: "add", inputs: [a, b] });
  return builder.finish();
}

describe("three operations", () => {
  it("lie on two levels", () => {
    expect(levelsOf(example())).toEqual([[0, 1], [2]]);
  });

  it("become these dispatches", () => {
    expect(dispatchesOf(compile(example()).program)).toEqual([
      "gather",
      "statistics, 2 jobs",
      "combine",
      "loss",
      "normSums, 2 jobs",
      "accumulate",
      "squares",
      "clip",
      "update",
    ]);
  });

  it("do not share a dispatch where both move the same running statistics", () => {
    expect(dispatchesOf(compile(example("first")).program).slice(0, 4)).toEqual([
      "gather",
      "statistics",
      "statistics",
      "combine",
    ]);
  });

  it("have nine blocks, which lie in six places", () => {
    // Every block here is one of 64 floats, the smallest.
    expect(compile(example()).values / 64).toBe(6);
  });
});

const part: ImagePart = { count: 4, pixels: new Uint8Array(8), labels: new Uint8Array(4) };
const images: ImageSet = {
  ...{ id: "example", height: 1, width: 1, channels: 2, classes: ["0", "1"] },
  ...{ mean: [0, 0], deviation: [1, 1], train: part, validation: part, test: part },
};

function compile(network: Network) {
  const step: TrainStep = {
    paths: [{ network, weight: 1 }],
    images: Int32Array.of(0, 1, 2, 3),
    labelSmoothing: 0,
    seed: 1,
    optimizer: {
      ...{ learningRate: 0.1, momentum: 0.9, nesterov: false, weightDecay: 0, inactive: "untouched" },
      ...{ clipNorm: 5, emaDecay: 0, normMomentum: 0.1 },
    },
  };
  // Compiling touches no device; only images are brought there beforehand.
  const device = { queue: { writeBuffer() {} } } as unknown as GPUDevice;
  const buffers = { reserve() {}, get() {} } as unknown as Buffers;
  const parameters = new ParameterStore(device, buffers, 1);
  return compileStep(namedPipelines(), parameters, new ImageStore(device, buffers, images), step, 0);
}

/** Pipelines that are nothing but the names of their kernels, one for each kernel and set of constants. */
function namedPipelines(): Pipelines {
  const known = new Map<string, Prepared>();
  const get = (kernel: Kernel, constants: object): Prepared => {
    const key = `${kernel.name} ${JSON.stringify(constants)}`;
    const made: Prepared = known.get(key) ?? {
      ready: Promise.resolve(),
      pipeline: { label: kernel.name } as GPUComputePipeline,
    };
    known.set(key, made);
    return made;
  };
  return { get } as unknown as Pipelines;
}

/** The kernels in the order in which the program is encoded, with the number of jobs where it is more than one. */
function dispatchesOf(program: Program): string[] {
  const found: string[] = [];
  let name = "";
  program.encode(
    {
      setPipeline: ({ label }: GPUComputePipeline) => {
        name = label;
      },
      setBindGroup() {},
      dispatchWorkgroups: (_x: number, _y: number, jobs: number) =>
        found.push(jobs > 1 ? `${name}, ${jobs} jobs` : name),
    } as unknown as GPUComputePassEncoder,
    {} as GPUBindGroup,
  );
  return found;
}
