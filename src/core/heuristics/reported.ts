/** @file The words in which findings are reported; apart from the heuristics, since only files of findings need the lists. */

/** What a value does to the ranking. */
export const rankings = ["worse", "better", "not better", "about the same"] as const;

/** How sure a finding is; see `Finding`. */
export const trustMarks = ["A", "B", "C"] as const;
