/** @file Points Dawn at the browser's SwiftShader before any test process starts, so that WebGPU computes without a GPU. */
import { swiftShaderManifest } from "./findBrowser.ts";

export default function setup(): void {
  process.env.VK_ICD_FILENAMES ??= swiftShaderManifest();
}
