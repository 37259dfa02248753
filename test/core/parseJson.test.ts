/** @file JSON that cannot be read: a text cut anywhere is called cut off, one that is whole and wrong is not. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/core/fieldReader.ts";

const problem = (text: string): string => {
  const read = parseJson(text);
  return read.ok ? "" : read.problem.message;
};

describe("parseJson", () => {
  it("calls a text cut off wherever it was cut, behind an inner bracket and within a string too", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (value, share) => {
          const whole = JSON.stringify({ ...value, 'a\\"}': [{ b: "}]" }] });
          const cut = whole.slice(0, 1 + Math.floor(share * (whole.length - 1.000001)));
          expect(problem(cut)).toContain(`ends in the middle (after ${cut.length} characters)`);
          expect(problem(whole)).toBe("");
        },
      ),
    );
    expect(problem('{"rows":[{"a":1}')).toContain("cut off");
    expect(problem('{"rows":[{"a":"}')).toContain("cut off");
  });

  it("says of a whole text with a fault that it is not legal, of another kind that it is no JSON, of none that it is empty", () => {
    expect(problem('{"a":1 "b":2}')).toBe("the file is not legal JSON");
    expect(problem('{"a":"]","b":2,}')).toBe("the file is not legal JSON");
    expect(problem("arch,test_acc")).toBe("the file is not JSON");
    expect(problem(" \n")).toBe("the file is empty");
  });
});
