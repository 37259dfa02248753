/** @file A failure in a terminal promises nothing that only the page keeps. */
import { expect, it } from "vitest";
import { deviceGone, diverged, failureOf, OutOfMemory, searchLost } from "../../src/engine/failures.ts";
import { failureMessage, failureText } from "../../src/headless/failureText.ts";

it.each([
  diverged(12, "the loss is no longer a number", 10),
  deviceGone("destroyed", "there is no other device"),
  searchLost("destroyed"),
  failureOf(new OutOfMemory("64 MB")),
  failureOf(new Error("out of range")),
])("$kind: $message", (failure) => {
  expect(failureText(failure)).not.toMatch(/\bare kept|is kept\.|export|[Rr]eload|backend|goes on/);
  expect(failureText(failure)).toContain(failureMessage(failure));
});

it("says what was noticed and what to do", () => {
  const failure = diverged(12, "the loss is no longer a number", 10);
  expect(failureMessage(failure)).toBe("Training diverged before step 12: the loss is no longer a number.");
  expect(failureText(failure)).toMatch(
    /number\. Nothing of it is kept: lower the learning rate \(--set lr=…\)/,
  );
});
