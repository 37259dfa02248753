/**
 * @file The landmark ranking loss of a step (Yu, Ranftl and Salzmann, "Landmark Regularization", CVPR 2021,
 * https://arxiv.org/abs/2104.05309): two landmarks of known order and what it costs to have them the other way round.
 */
import { cosOfTurns } from "../core/exactMath.ts";
import type { Network } from "../core/network/network.ts";
import type { Random } from "../core/random.ts";
import type { TrainingRecipe } from "../core/recipe.ts";
import type { Architecture } from "../core/spaces/space.ts";
import type { RankingPair, TrainPath } from "./engine.ts";

/** An architecture whose stand-alone accuracy [0, 1] is known beforehand. */
export interface Landmark {
  readonly architecture: Architecture;
  readonly accuracy: number;
}

/** Margin of the hinge under the rule "margin", in nats. */
const defaultMargin = 0.05;
/** Share of training without ranking loss under the rule "study": 150 of 400 epochs in the authors' script for NAS-Bench-201. */
const warmUpShare = 3 / 8;

/** When and on what a pair is ranked. */
export interface RankingMoment {
  /** Share of training done, [0, 1]. */
  readonly progress: number;
  /** Training images for the landmarks alone, as many as the step has. */
  readonly images: (random: Random) => Int32Array;
}

/** Weight and margin of the hinge. "study": none in the warm-up, then rising by half a cosine (`cosine_increase` of their code), no margin. */
function hingeAt({ landmarkRule, landmarkWeight }: TrainingRecipe, progress: number) {
  if (landmarkRule === "margin") return { weight: landmarkWeight, margin: defaultMargin };
  const risen = Math.max(0, progress - warmUpShare) / (1 - warmUpShare);
  return { weight: (landmarkWeight * (1 - cosOfTurns(risen / 2))) / 2, margin: 0 };
}

/** Two landmarks and their hinge, to stand behind `before` paths; nothing while the hinge weighs nothing. */
export function landmarkPair(
  training: TrainingRecipe,
  landmarks: readonly Landmark[],
  build: (architecture: Architecture) => Network,
  random: Random,
  before: number,
  { progress, images }: RankingMoment,
): { readonly paths: readonly TrainPath[]; readonly ranking: readonly RankingPair[] } {
  const nothing = { paths: [], ranking: [] };
  if (landmarks.length < 2) return nothing;
  const hinge = hingeAt(training, progress);
  if (hinge.weight <= 0) return nothing;
  const first = landmarks[random.below(landmarks.length)] as Landmark;
  const others = landmarks.filter((other) => other.accuracy !== first.accuracy);
  const second = others[random.below(others.length)];
  if (!second) return nothing;
  const pair = first.accuracy > second.accuracy ? [first, second] : [second, first];
  // The study ranks on a batch of its own, which its code takes from the images held out; those judge the ranking here.
  const own = training.landmarkRule === "study" ? { images: images(random.fork("images")) } : {};
  return {
    paths: pair.map(({ architecture }) => ({ network: build(architecture), weight: 0, ...own })),
    ranking: [{ better: before, worse: before + 1, ...hinge }],
  };
}

/**
 * As many different images as `taken` among the first `available` ones of the training part, none of them in `taken` where there are
 * enough others. A batch that has more images than there are has some of them again.
 */
export function otherImages(taken: Int32Array, available: number, random: Random): Int32Array {
  const enough = available >= 2 * taken.length;
  const excluded = new Set<number>(enough ? taken : []);
  const found: number[] = [];
  while (found.length < taken.length) {
    const image = random.below(available);
    if (excluded.size === available) excluded.clear();
    if (excluded.has(image)) continue;
    excluded.add(image);
    found.push(image);
  }
  return Int32Array.from(found);
}
