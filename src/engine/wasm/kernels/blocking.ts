/** @file How the kernels cut their work into pieces that fit the registers. */
import { type Code, control, i32, type Local } from "../assembler.ts";

/** Bytes of the eight lanes that an inner loop takes at once. */
export const STRIP = 32;
/** Output channels held in registers at once. */
export const CHANNEL_BLOCK = 4;

export const sum = (...parts: readonly Code[]): Code => parts.reduce((a, b) => i32.add(a, b));
export const times = (a: Code, by: number): Code => i32.mul(a, i32.constant(by));

/** One branch for each width below the block's that `left` may hold. */
export function remainders(left: Local, body: (width: number) => Code): Code {
  return Array.from({ length: CHANNEL_BLOCK - 1 }, (_, i) =>
    control.when(i32.equalsZero(i32.sub(left.get, i32.constant(i + 1))), body(i + 1)),
  ).flat();
}
