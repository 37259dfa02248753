/** @file What a failure means in a terminal: nothing of a run is kept there before its end, and the line can be given again. */
import type { Failure } from "../core/run.ts";

/** In the place of the page's, which keeps what was measured and trains on. */
const advice: Partial<Record<Failure["kind"], string>> = {
  diverged:
    "Nothing of it is kept: lower the learning rate (--set lr=…), or switch gradient clipping on (--set clip=5), and give the line again.",
  "device-lost": "Give the line again, or compute on the processor (--engine wasm).",
  "out-of-memory": "Choose fewer channels or a smaller batch (--set channels=… bs=…).",
  internal: "Give the line again; if it comes back, choose another engine (--engine).",
};

export const failureText = (failure: Failure): string =>
  `${failureMessage(failure)} ${advice[failure.kind] ?? failure.advice}`;

/** Without what to do. The page keeps the weights of the last sound step; here they end with the program. */
export const failureMessage = ({ message }: Failure): string =>
  message.replace(/ The weights of step \d+ are kept\.$/, "");
