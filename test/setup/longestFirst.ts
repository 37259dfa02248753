/** @file The order of test files: the longest first, so that no core waits at the end for one that was begun last. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Folders whose files train on a processor that plays a GPU, or train at all; all others take seconds. */
const slow = ["test/engine/webgpu/", "test/engine/", "test/worker/", "test/headless/"];

function rank({ moduleId }: TestSpecification): number {
  const found = slow.findIndex((folder) => moduleId.includes(folder));
  return found < 0 ? slow.length : found;
}

/** Within a folder as vitest has it: by the last duration where it is known, else by size. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
