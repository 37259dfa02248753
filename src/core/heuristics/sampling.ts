/** @file Protocol, sampling: heuristic 5 of the study. */
import { defineHeuristic, study } from "./heuristic.ts";

const pathSampling = defineHeuristic({
  id: "path-sampling",
  number: 5,
  group: "sampling",
  title: "Path sampling",
  explanation:
    "Chooses which architectures a step trains: Random-NAS draws encodings, Random-A draws among cells that really differ, FairNAS trains every operation exactly once, Depth-balanced (not in the study) shallow and deep cells equally often. People hope that fairer training gives fairer scores; give all as many paths as FairNAS takes to compare at equal compute.",
  // The source of balance by depth is a recomputation; the paper named beside it does something alike, not the same.
  remark: ({ fairPaths }) =>
    `In this space FairNAS trains ${fairPaths} paths a step, one per operation. Depth-balanced draws each length of the longest chain of convolutions equally often (in the whole NASBench-101 the nearest of 16 draws, so that rare lengths stay rare); it ranked better in predictions published for NAS-Bench-201, as recomputed from them. Alike: the balanced sampling of Oh, Lee and Ham, https://arxiv.org/abs/2412.14678.`,
  finding: {
    text: "The paper reports that the way of sampling paths has a small effect on the ranking.",
    trust: "B",
    source: study,
    directions: [{ key: "sampler", of: ["random-nas", "random-a", "fairnas"], ranking: "about the same" }],
  },
  settings: [
    {
      key: "sampler",
      title: "Sampler",
      effect: "nextStep",
      kind: "choice",
      default: "random-nas",
      choices: [
        { value: "random-nas", title: "Random-NAS" },
        { value: "random-a", title: "Random-A" },
        { value: "fairnas", title: "FairNAS" },
        { value: "depth", title: "Depth-balanced" },
      ],
    },
    {
      key: "paths",
      title: "Paths per step",
      effect: "nextStep",
      kind: "number",
      default: 4,
      min: 1,
      max: 16,
      integer: true,
      stops: [1, 2, 3, 4, 5, 8],
    },
  ],
  changes: ({ sampler, paths }) => ({ training: { sampler, pathsPerStep: paths } }),
  standAlone: () => ({ training: { sampler: "random-nas", pathsPerStep: 1 } }),
  idle: ({ sampler }, { fairPaths }) =>
    sampler === "fairnas"
      ? {
          key: "paths",
          reason: `FairNAS takes ${fairPaths} paths a step in this space, one per operation; the number chosen here has no say.`,
        }
      : undefined,
  conflict: ({ training }, { fairPaths }) =>
    training.sampler === "fairnas" && training.pathsPerStep !== fairPaths
      ? `FairNAS decides the number of paths: ${fairPaths} a step in this space, one per operation. The ${training.pathsPerStep} asked for are not used.`
      : undefined,
});

export const sampling = [pathSampling] as const;
