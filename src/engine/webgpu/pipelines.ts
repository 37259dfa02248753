/** @file Pipelines, made at first use and kept: one for each kernel and set of override constants. */
import { DeviceValidationError } from "./device.ts";
import type { Kernel, Params } from "./kernel.ts";

/** Override constants of a kernel; booleans are passed as 0 and 1. */
export type Constants = Readonly<Record<string, number>>;

/** A pipeline that may still be compiling. */
export interface Prepared {
  readonly ready: Promise<void>;
  pipeline: GPUComputePipeline | undefined;
}

/** Bindings 1 to 8 of `bindings.wgsl`: whether a kernel may write to them. */
const writable = [true, true, true, true, true, false, false, true];

/** Bytes of the uniform block of a dispatch: the alignment that every device accepts for dynamic offsets. */
export const PARAMS_BYTES = 256;

export class Pipelines {
  readonly layout: GPUBindGroupLayout;
  readonly #device: GPUDevice;
  readonly #width: number;
  readonly #pipelineLayout: GPUPipelineLayout;
  readonly #modules = new Map<string, GPUShaderModule>();
  readonly #prepared = new Map<string, Prepared>();
  /** Pipelines that the device has finished. */
  compiled = 0;

  /** @param width threads that add up a sum together, see `reduce.wgsl` */
  constructor(device: GPUDevice, width: number) {
    this.#device = device;
    this.#width = width;
    this.layout = device.createBindGroupLayout({
      entries: [
        {
          binding: 0,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: "uniform", hasDynamicOffset: true, minBindingSize: PARAMS_BYTES },
        },
        ...writable.map((write, index) => ({
          binding: index + 1,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: write ? ("storage" as const) : ("read-only-storage" as const) },
        })),
      ],
    });
    this.#pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [this.layout] });
  }

  /** `params` only serves to check the names once for each kernel. */
  get(kernel: Kernel, constants: Constants, params: Params): Prepared {
    let key = kernel.name;
    for (const name in constants) key += `,${constants[name]}`;
    let prepared = this.#prepared.get(key);
    if (!prepared) {
      prepared = this.#create(kernel, constants, params);
      this.#prepared.set(key, prepared);
    }
    return prepared;
  }

  #create(kernel: Kernel, constants: Constants, params: Params): Prepared {
    let module = this.#modules.get(kernel.name);
    if (!module) {
      const given = Object.keys(params).sort().join();
      const wanted = kernel.fields
        .map(({ name }) => name)
        .sort()
        .join();
      if (given !== wanted) throw new Error(`${kernel.name} takes ${wanted}, not ${given}`);
      module = this.#device.createShaderModule({ label: kernel.name, code: kernel.code });
      this.#modules.set(kernel.name, module);
    }
    const prepared = {
      pipeline: undefined as GPUComputePipeline | undefined,
      ready: this.#device
        .createComputePipelineAsync({
          label: kernel.name,
          layout: this.#pipelineLayout,
          compute: { module, constants: { ...constants, ...(kernel.reduces && { WIDTH: this.#width }) } },
        })
        .then(
          (pipeline) => {
            prepared.pipeline = pipeline;
            this.compiled++;
          },
          async (error: Error) => {
            const { messages } = await module.getCompilationInfo();
            const lines = messages.map(
              ({ lineNum, message }) => `${kernel.name}.wgsl:${lineNum}: ${message}`,
            );
            // The run can go on elsewhere, whether the kernel or the driver is at fault.
            throw new DeviceValidationError(
              `the GPU refused the kernel ${kernel.name}: ${[error.message, ...lines].join("\n")}`,
            );
          },
        ),
    };
    // Whoever waits for `ready` reports a failure; nobody may be waiting once the device is gone.
    prepared.ready.catch(() => {});
    return prepared;
  }

  /** How many pipelines exist. */
  get size(): number {
    return this.#prepared.size;
  }
}
