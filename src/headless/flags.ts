/** @file What flags of the terminal hold: checked where they are read; commander names the flag in the error. */
import { InvalidArgumentError } from "commander";

/** A number from `low` to `high`; whole where not said otherwise. */
export const number =
  (low: number, high: number, whole = true) =>
  (text: string): number => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(
      `It must be ${whole ? "a whole number" : "a number"} from ${low} to ${high}.`,
    );
  };
