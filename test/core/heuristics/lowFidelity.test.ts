import { lowFidelity } from "../../../src/core/heuristics/lowFidelity.ts";
import { describeEffects } from "./effects.ts";

describeEffects(lowFidelity, [
  ["cells", { cells: 2 }, { "network.cells": 2 }],
  ["channels", { channels: 20 }, { "network.channels": 20 }],
  ["batch-size", { bs: 64 }, { "data.batchSize": 64 }],
  ["portion", { portion: 0.3 }, { "data.portion": 0.3 }],
]);
