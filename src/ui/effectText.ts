/** @file When a change of a setting acts, in words. */
import type { effects } from "../core/settings.ts";

export const effectText = {
  rerank: {
    badge: "same scores",
    title: "Ranks the scores that are there by another rule; nothing is trained or scored.",
  },
  nextStep: { badge: "next step", title: "Acts from the next training step; the run goes on." },
  reevaluate: { badge: "new scores", title: "Keeps the weights and scores every architecture anew." },
  restart: {
    badge: "starts over",
    title: "Changes the network or the data, so a new run starts; the old one stays beside it, in gray.",
  },
} as const satisfies Record<(typeof effects)[number], { readonly badge: string; readonly title: string }>;
