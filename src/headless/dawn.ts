/** @file WebGPU in Node through Dawn (package `webgpu`): on a graphics card, or on SwiftShader, which Chromium brings along. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { isSoftwareAdapter } from "../engine/softwareDevice.ts";

const MANIFESTS = [
  process.env.VK_ICD_FILENAMES,
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/usr/lib/chromium-browser/vk_swiftshader_icd.json",
  "/opt/google/chrome/vk_swiftshader_icd.json",
  "/opt/microsoft/msedge/vk_swiftshader_icd.json",
];

/**
 * `navigator.gpu` and the WebGPU globals on the software adapter. Must run before Dawn is loaded elsewhere, since the driver is
 * chosen then, and before TensorFlow.js' WebGPU backend is imported, since that registers only where `navigator.gpu` exists.
 * Where WebGPU is installed already, on whatever device, it stays.
 * @param toggles of Dawn to switch on, by their names there
 */
export async function installSoftwareWebgpu(toggles: readonly string[] = []): Promise<void> {
  if (globalThis.navigator?.gpu) return;
  const manifest = MANIFESTS.find((path) => path && existsSync(path));
  if (!manifest)
    throw new Error(
      "no software Vulkan driver: install Chromium, or set VK_ICD_FILENAMES to a vk_swiftshader_icd.json",
    );
  process.env.VK_ICD_FILENAMES = manifest;
  loadVulkan(join(dirname(manifest), "libvulkan.so.1"));
  await install(toggles.length > 0 ? [`enable-dawn-features=${toggles.join()}`] : []);
  if (!(await navigator.gpu.requestAdapter()))
    throw new Error(`no WebGPU adapter with the driver ${manifest}`);
}

/** The same on the graphics card that the system's Vulkan, Metal or Direct3D offers. Throws where there is none but software. */
export async function installHardwareWebgpu(): Promise<void> {
  if (globalThis.navigator?.gpu) return;
  await install();
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter || isSoftwareAdapter(adapter.info))
    throw new Error(
      "no graphics card that WebGPU can use: install its driver and the Vulkan loader (Debian: libvulkan1)",
    );
}

/** Once: Dawn hangs when an entry point is replaced and collected while a device of it is alive. */
async function install(options: string[] = []): Promise<void> {
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  const gpu = create(options);
  if (typeof navigator === "undefined")
    Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true });
  else Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
}

/** RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE of the GNU C library. */
const STAY_LOADED = 0x1102;

/**
 * Dawn asks the system for `libvulkan.so.1`, which a machine without a GPU may lack, while browsers bring their own. Loading that one
 * first answers Dawn's request. Node takes it for a broken add-on and complains, after it has been loaded for good.
 */
function loadVulkan(path: string): void {
  if (!existsSync(path)) return;
  try {
    process.dlopen({ exports: {} }, path, STAY_LOADED);
  } catch {
    // "Module did not self-register", as expected. Whether it helped shows when an adapter is asked for.
  }
}
