/** @file Whether a processor plays the GPU. The adapter says so where it is told itself; the names of such drivers do elsewhere. */

const drivers = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

/** @param name of a device, e.g. what WebGL calls its renderer */
export const isSoftwareName = (name: string): boolean => drivers.test(name);

export const isSoftwareAdapter = (info: GPUAdapterInfo): boolean =>
  info.isFallbackAdapter ||
  isSoftwareName(`${info.vendor} ${info.architecture} ${info.device} ${info.description}`);
