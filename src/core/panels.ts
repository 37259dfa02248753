/** @file The panels of the page by id: what page, links, frames, lessons and the tour name. */

/** In the order in which they stand in their place; with the article, as in "The verdict could not be shown". */
export const panelTitles = {
  lesson: "The lesson",
  verdict: "The verdict",
  "both-ways": "The comparison",
  runs: "The list of runs",
  scatter: "The scatter plot",
  correlation: "The correlation",
  cell: "The architecture",
  training: "The training curves",
  controls: "The settings",
  try: "The experiments",
  "super-net": "The super-net",
  found: "What was found",
  search: "The search",
  sweep: "The sweep",
  class: "The class sheet",
  landscape: "The loss landscape",
  findings: "What the lab found",
  truth: "The stand-alone table",
  table: "The table",
} as const;

/** Parts of a panel that a link may hide, too. */
export const panelParts: readonly string[] = ["histogram"];

/** As in a link. */
export type PanelId = keyof typeof panelTitles;

export const panelIds = Object.keys(panelTitles) as readonly PanelId[];
