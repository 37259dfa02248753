/** @file Links as mail and chat programs leave them open the same lab, without a word. */
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { checkConfig } from "../../src/core/config.ts";
import { hashInPath, linkFields } from "../../src/core/linkFields.ts";
import { defaultView } from "../../src/core/linkView.ts";
import { fromLink, toLink } from "../../src/core/shareLink.ts";
import { anySettings } from "./legalSettings.ts";

describe("what becomes of a link on its way", () => {
  const both = { seed: 7, lr: 0.1 };
  test.each([
    ["#v=1&seed=7&lr=0.1.", both],
    ["#v=1&lr=0.1&seed=7.", both],
    ["#v=1&seed=7&bn=running)", { seed: 7, bn: "running" }],
    ["#v=1&amp;seed=7&amp;lr=0.1", both],
    ["#v=1&amp;amp;seed=7&amp;amp;lr=0.1", both],
    ["%23v=1&seed=7&lr=0.1", both],
    ["#v%3D1%26seed%3D7%26lr%3D0.1", both],
    ["#v%253D1%2526seed%253D7%2526lr%253D0.1", both],
    ["#v=1&seed=7&fbclid=IwAR0abcdefg", { seed: 7 }],
    ["#v=1&seed=7&utm_source=newsletter&utm_medium=email", { seed: 7 }],
    ["#V=1&SEED=7&LR=0.1", both],
    ["#V=1&SEED=7&BN=RUNNING", { seed: 7, bn: "running" }],
    ["#v=1&seed=7&lr=0.1**", both],
    ["#v=1&seed=7&lr=0.1>», ", both],
  ])("%s", (hash, { seed, ...settings }) => {
    const { link, warnings } = fromLink(hash);
    expect(warnings).toEqual([]);
    expect(link.config.seed).toBe(seed);
    const clean = `#v=1&seed=${seed}${Object.entries(settings).map(([key, value]) => `&${key}=${value}`)}`;
    expect(link).toEqual(fromLink(clean).link);
  });

  it("costs no link of the lab anything: none holds a sign that is put right", () => {
    fc.assert(
      fc.property(anySettings(), (settings) => {
        const { config } = checkConfig({ settings, seed: 9 });
        const hash = toLink({ config, view: defaultView });
        const sent = `${hash.replaceAll("&", "&amp;").replaceAll("=", "%3D")}!).`;
        expect(fromLink(sent)).toEqual(fromLink(hash));
      }),
      { numRuns: 50 },
    );
  });

  it("takes no time that grows faster than its length", () => {
    const long = `#v=1&${"&amp;".repeat(100_000)}${".".repeat(100_000)}x`;
    const began = performance.now();
    linkFields(long);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

test("a hash that was encoded lands in the path and is found there", () => {
  expect(hashInPath("/lab/%23v=1&seed=7")).toBe("#v=1&seed=7");
  expect(hashInPath("/lab/index.html%23v%3D1%26seed%3D7")).toBe("#v%3D1%26seed%3D7");
  expect(hashInPath("/lab/")).toBeUndefined();
  expect(hashInPath("/a%23b/")).toBeUndefined();
});
