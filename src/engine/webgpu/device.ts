/** @file The GPU device of an engine, and what it can refuse. */

/** A buffer would exceed what the device allows; a smaller batch, network or data set helps. */
export class DeviceLimitError extends Error {
  override readonly name = "DeviceLimitError";
}

/** The device refused memory that its limits allow. */
export class DeviceMemoryError extends Error {
  override readonly name = "DeviceMemoryError";
}

/** A device of its own with the adapter's full buffer sizes; rejects where the adapter is used up or too small. */
export async function openDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  return adapter.requestDevice({
    label: "super-net",
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
}

/** Whether a processor plays the GPU. */
export function isSoftware({ isFallbackAdapter, description, device }: GPUAdapterInfo): boolean {
  return isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${description} ${device}`);
}
