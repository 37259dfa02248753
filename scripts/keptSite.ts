/** @file How a browser keeps the site: what of it, and when a newer version takes over. */
import type { VitePWAOptions } from "vite-plugin-pwa";

export const keptSite: Partial<VitePWAOptions> = {
  // A new version waits until nobody has the old one open, or is asked for: scripts of two versions never meet.
  registerType: "prompt",
  injectRegister: false,
  manifest: {
    name: "Super-net lab",
    short_name: "Super-net lab",
    description: "Train a weight-sharing super-net and watch how well it ranks architectures.",
    start_url: ".",
    scope: ".",
    display: "standalone",
    background_color: "#f5f6f8",
    theme_color: "#f5f6f8",
    icons: [{ src: "favicon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
  },
  workbox: {
    globPatterns: ["**/*.{html,js,css,svg,json,bin}", "recorded/*.gz"],
    globIgnores: ["assets/tensorflow-*.js"],
    maximumFileSizeToCacheInBytes: 4 * 2 ** 20,
    cleanupOutdatedCaches: true,
    // The page of a first visit has its late parts from what is kept, too: a newer version on the server would not have them.
    clientsClaim: true,
    // Links carry what a site added behind a question mark; the page is the same.
    ignoreURLParametersMatching: [/./],
    sourcemap: false,
  },
};
