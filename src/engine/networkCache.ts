/** @file Networks that are built once, though they are scored in every round. */
import type { Network } from "../core/network/network.ts";
import type { Architecture } from "../core/spaces/space.ts";

export type Build = (architecture: Architecture) => Network;

export class NetworkCache {
  /** A run has another function that builds after its recipe changed; what the old one built goes with it. */
  readonly #known = new WeakMap<Build, Build>();

  /** The same networks as of `build`, each built at first use and kept. */
  over(build: Build): Build {
    const known = this.#known.get(build);
    if (known) return known;
    const built = new Map<Architecture, Network>();
    const cached: Build = (architecture) => {
      const network = built.get(architecture) ?? build(architecture);
      built.set(architecture, network);
      return network;
    };
    this.#known.set(build, cached);
    return cached;
  }
}
