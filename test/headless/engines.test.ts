/** @file Engines of the terminal: what a study keeps of the machine that it ran on. */
import { beforeAll, expect, it } from "vitest";
import { installSoftwareWebgpu } from "../../src/headless/dawn.ts";
import { deviceOf, openEngine } from "../../src/headless/engines.ts";

beforeAll(() => installSoftwareWebgpu());

it("name the card on WebGPU, and nothing where numbers are the same everywhere", async () => {
  await openEngine("webgpu");
  expect(await deviceOf("webgpu")).toMatch(/swiftshader/i);
  expect(await deviceOf("wasm")).toBeUndefined();
});
