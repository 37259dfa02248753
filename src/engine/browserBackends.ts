/** @file The backends a browser may offer, each loaded only when it is opened. Errors say what to enable. */
import type { EngineFactory } from "./engine.ts";
import { arrived, type Backend } from "./probe.ts";
import { isSoftwareAdapter, isSoftwareName } from "./softwareDevice.ts";

/** Asks for a fresh adapter: one that served a device already must not serve another. */
async function requestAdapter(): Promise<{ adapter: GPUAdapter; device: string; software: boolean }> {
  if (!globalThis.isSecureContext)
    throw new Error("WebGPU needs a secure page: open it over https or localhost");
  if (!navigator.gpu)
    throw new Error("this browser has no WebGPU: use Chrome or Edge 113, Firefox 141, Safari 26, or newer");
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter)
    throw new Error(
      "the browser has WebGPU but gives no adapter: switch on hardware acceleration in its settings, or the graphics driver is on its blocklist",
    );
  const { vendor, architecture, description, device } = adapter.info;
  const name = description || [vendor, architecture, device].filter(Boolean).join(" ") || "unnamed GPU";
  return { adapter, device: name, software: isSoftwareAdapter(adapter.info) };
}

/** The renderer WebGL would draw with. */
function webglRenderer(): string {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) throw new Error("WebGL 2 is switched off: allow hardware acceleration in the browser's settings");
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return name;
}

/** TensorFlow.js is large: it is loaded when the first engine is made. */
const stockEngine =
  (name: "webgl" | "webgpu"): EngineFactory =>
  async (images, seed) => {
    const { createTfjsEngine, stockBackends } = await arrived(import("./tfjs/engine.ts"));
    return createTfjsEngine(stockBackends[name])(images, seed);
  };

/** In the order in which they are measured. */
export const browserBackends: readonly Backend[] = [
  {
    id: "webgpu",
    async open() {
      const { device, software } = await requestAdapter();
      const { createWebgpuEngine } = await arrived(import("./webgpu/engine.ts"));
      return {
        device,
        software,
        create: async (images, seed) => createWebgpuEngine((await requestAdapter()).adapter)(images, seed),
      };
    },
  },
  {
    id: "wasm",
    async open() {
      if (typeof WebAssembly !== "object") throw new Error("WebAssembly is switched off in this browser");
      const { createWasmEngine, createThreadedWasmEngine } = await arrived(import("./wasm/engine.ts"));
      const { canStartThreads, startBrowserThread, threadCount } = await arrived(
        import("./wasm/threads/browserThreads.ts"),
      );
      const threads = threadCount(navigator.hardwareConcurrency ?? 1);
      if (threads === 1 || !(await canStartThreads()))
        return { device: "processor", software: false, create: createWasmEngine };
      const create = createThreadedWasmEngine(threads, startBrowserThread);
      return { device: `processor, ${threads} threads`, software: false, create };
    },
  },
  {
    id: "webgl",
    async open() {
      const device = webglRenderer();
      return {
        device,
        software: isSoftwareName(device),
        standsInFor: "webgpu",
        create: stockEngine("webgl"),
      };
    },
  },
  {
    id: "webgpu-ops",
    async open() {
      const { device, software } = await requestAdapter();
      return { device, software, standsInFor: "webgpu", create: stockEngine("webgpu") };
    },
  },
];
