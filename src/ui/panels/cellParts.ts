/** @file The parts of an architecture's panel that come after it. */
import { LazyPart } from "../Late.tsx";

export const cellDrawing = new LazyPart(async () => (await import("../charts/CellDrawing.tsx")).CellDrawing);
export const trainStandAlone = new LazyPart(async () => (await import("./TrainStandAlone.tsx")).default);
