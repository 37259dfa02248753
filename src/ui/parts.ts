/** @file The parts of the page that are not in the first load. */
import { LazyPart } from "./Late.tsx";

export { chartActions } from "./charts/lateCharts.ts";
export { cellDrawing, trainStandAlone } from "./panels/cellParts.ts";

export const helpDialog = new LazyPart(async () => (await import("./help/HelpDialog.tsx")).default);
export const fieldMap = new LazyPart(async () => (await import("./help/FieldMap.tsx")).default);
export const tour = new LazyPart(async () => (await import("./help/Tour.tsx")).default);
export const shareDialog = new LazyPart(async () => (await import("./dialogs/ShareDialog.tsx")).default);
export const recordedStart = new LazyPart(async () => (await import("./panels/RecordedStart.tsx")).default);
export const conclusionPanel = new LazyPart(
  async () => (await import("./panels/ConclusionPanel.tsx")).default,
);
export const backendDetails = new LazyPart(async () => (await import("./panels/BackendDetails.tsx")).default);
export const noBackend = new LazyPart(async () => (await import("./panels/NoBackend.tsx")).default);
export const runsList = new LazyPart(async () => (await import("./panels/RunsList.tsx")).default);
export const searchPanel = new LazyPart(async () => (await import("./panels/SearchPanel.tsx")).default);
export const groundTruthPanel = new LazyPart(
  async () => (await import("./panels/GroundTruthPanel.tsx")).default,
);
export const sweepPanel = new LazyPart(async () => (await import("./panels/SweepPanel.tsx")).default);
export const earlierNotes = new LazyPart(async () => (await import("./panels/EarlierNotes.tsx")).default);
export const classPanel = new LazyPart(async () => (await import("./classSheet/ClassPanel.tsx")).default);
export const findingsPanel = new LazyPart(async () => (await import("./panels/FindingsPanel.tsx")).default);
export const scatterViews = new LazyPart(async () => (await import("./panels/ScatterViews.tsx")).default);
export const bothWaysPanel = new LazyPart(async () => (await import("./panels/BothWaysPanel.tsx")).default);
export const cellPanel = new LazyPart(async () => (await import("./panels/CellPanel.tsx")).default);
export const foundPanel = new LazyPart(async () => (await import("./panels/FoundPanel.tsx")).default);
export const tablePanel = new LazyPart(async () => (await import("./panels/TablePanel.tsx")).default);
export const landscapePanel = new LazyPart(async () => (await import("./panels/LandscapePanel.tsx")).default);
export const superNetPanel = new LazyPart(async () => (await import("./panels/SuperNetPanel.tsx")).default);
export const importBanners = new LazyPart(async () => (await import("./panels/ImportBanners.tsx")).default);
export const ownImagesBanner = new LazyPart(
  async () => (await import("./panels/OwnImagesBanner.tsx")).default,
);
export const importDialog = new LazyPart(async () => (await import("./dialogs/ImportDialog.tsx")).default);
export const lessonPanel = new LazyPart(async () => (await import("./lessons/LessonPanel.tsx")).default);
export const trainingPanel = new LazyPart(async () => (await import("./panels/TrainingPanel.tsx")).default);
export const controlsPanel = new LazyPart(async () => (await import("./panels/ControlsPanel.tsx")).default);
export const settingsDrawer = new LazyPart(async () => (await import("./panels/SettingsDrawer.tsx")).default);
export const verdictStrip = new LazyPart(async () => (await import("./panels/VerdictStrip.tsx")).default);
export const thresholdHelp = new LazyPart(async () => (await import("./panels/ThresholdHelp.tsx")).default);
export const tryPanel = new LazyPart(async () => (await import("./panels/TryPanel.tsx")).default);
export const linkNotes = new LazyPart(async () => (await import("./panels/LinkNotes.tsx")).default);
export const stateNotes = new LazyPart(async () => (await import("./panels/StateNotes.tsx")).default);
