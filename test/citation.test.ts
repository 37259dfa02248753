import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { version } from "../package.json" with { type: "json" };

it("is cited by the version of the package", () => {
  expect(readFileSync("CITATION.cff", "utf8")).toMatch(
    new RegExp(`^version: ${version.replaceAll(".", "\\.")}$`, "m"),
  );
});
