/** @file Keeps the site for visits without a connection, and tells when a newer version of it waits. */
import { registerSW } from "virtual:pwa-register";

/**
 * The newer version takes over once nobody has the old one open, so that scripts of two versions never meet and no run is cut off.
 * Does nothing where there are no service workers (plain http, private windows, frames).
 */
export function keepSite(onNewVersion: () => void): void {
  registerSW({ onNeedRefresh: onNewVersion });
}
