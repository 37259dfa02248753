/** @file What tests wait for in Node may take long beside a neighbor: half a minute, where vitest gives a second. */
import { vi } from "vitest";

const { waitFor } = vi;
vi.waitFor = (work, options) =>
  waitFor(work, typeof options === "number" ? options : { timeout: 30_000, ...options });
