/** @file The data sets that ship with the lab, one entry each, from which download and the network's input follow; and a user's own. */
import type { Shape } from "./network/network.ts";
import { describeOwn, type OwnImagesFacts, ownImagesId, ownImagesOf, titleOfOwn } from "./ownImagesId.ts";

export interface Dataset {
  readonly id: string;
  readonly title: string;
  /** Address of the pack, relative to the site's base; empty for a user's own images. */
  readonly url: string;
  /** SHA-256 of the pack file, hex digits in lower case: 64, or the first 16 of a user's own images. */
  readonly sha256: string;
  /** Two or three sentences for a newcomer. */
  readonly description: string;
  readonly citation: string;
  readonly licence: string;
  /** Shape of one image. */
  readonly input: Shape;
  readonly classes: readonly string[];
  /** Images per part. */
  readonly counts: { readonly train: number; readonly validation: number; readonly test: number };
  /**
   * A pack of the whole test set, for stand-alone accuracy alone: most of what two trainings of one architecture differ by is the choice
   * of a few thousand test images. Its first images are the test part of the pack above. Absent for a user's own images.
   */
  readonly wholeTest?: { readonly url: string; readonly sha256: string; readonly count: number };
}

export const datasets = [
  {
    id: "fashion-mnist-14",
    title: "Fashion-MNIST, 14×14",
    url: "datasets/fashion-mnist-14.bin",
    sha256: "f231fbccb2a59265668121b7089368f1f136d3e386ec14cc692e6de795b3949d",
    description:
      "Grey photographs of ten kinds of clothing, halved to 14×14 pixels by averaging. " +
      "Training and validation images come from the original training set, test images from its test set; all parts hold the ten classes in equal numbers.",
    citation:
      "Xiao, Rasul, Vollgraf: Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms, arXiv:1708.07747 (2017)",
    licence: "MIT, © 2017 Zalando SE",
    input: { height: 14, width: 14, channels: 1 },
    classes: [
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot",
    ],
    counts: { train: 10_000, validation: 2_000, test: 4_000 },
    wholeTest: {
      url: "datasets/fashion-mnist-14-test.bin",
      sha256: "2b162d5ec832cd62f9a03c4e40fe66eca4b8eb08818b1c14efdc07b317221933",
      count: 10_000,
    },
  },
] as const satisfies readonly Dataset[];

/** The data set called `id`, shipped or a user's own; `undefined` where there is none. */
export function datasetOf(id: string): Dataset | undefined {
  const own = ownImagesOf(id);
  return own ? ownDataset(own) : datasets.find((dataset) => dataset.id === id);
}

/** As a data set of the lab: only where its images are is not known here. */
function ownDataset(facts: OwnImagesFacts): Dataset {
  const { shape, classes, counts, digest } = facts;
  return {
    id: ownImagesId(facts),
    title: titleOfOwn(facts),
    url: "",
    sha256: digest,
    description: describeOwn(facts),
    citation: "opened by the user",
    licence: "not stated",
    input: shape,
    classes: Array.from({ length: classes }, (_, label) => `class ${label}`),
    counts,
  };
}
