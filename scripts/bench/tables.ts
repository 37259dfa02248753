/** @file Reading a stranger's table: how time grows with text that has hurt readers. */
import { spaces } from "../../src/core/spaces/index.ts";
import { readTableText } from "../../src/core/tables/tableText.ts";
import { hostileTexts } from "../../test/core/tables/hostile.ts";
import { type Bench, fastest } from "./bench.ts";

const space = spaces[3];

export const hostileText: Bench = {
  names: ["hostile_text_2_to_1_mb", "hostile_text_4_to_2_mb", "hostile_text_seconds_per_mb"],
  explanation:
    "How many times as long a table of 2 MB takes to read as one of 1 MB, and 4 MB as 2 MB (2 where time is linear), of the kind of hostile text that grows most; and seconds for a MB of the slowest kind.",
  measure: async () => {
    let [first, second, slowest] = [0, 0, 0];
    for (const textOf of Object.values(hostileTexts)) {
      const took: number[] = [];
      for (const megabytes of [1, 2, 4]) {
        const text = textOf(megabytes * 2 ** 20);
        took.push(await fastest(2, async () => void readTableText(text, space, "file")));
      }
      const [one = 0, two = 0, four = 0] = took;
      first = Math.max(first, two / one);
      second = Math.max(second, four / two);
      slowest = Math.max(slowest, four / 4000);
    }
    return {
      hostile_text_2_to_1_mb: first,
      hostile_text_4_to_2_mb: second,
      hostile_text_seconds_per_mb: slowest,
    };
  },
};
