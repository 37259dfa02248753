/**
 * @file Property tests draw the same cases every time, so that one commit either passes or does not. To look for more, another seed:
 *
 *     FC_SEED=7 npx vitest run test/core
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.FC_SEED) || 1 });
