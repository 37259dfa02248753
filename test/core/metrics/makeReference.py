"""Writes scipyReference.json: values of rank statistics computed by scipy and numpy, an independent implementation.

    python3 test/core/metrics/makeReference.py && npx biome format --write test/core/metrics
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import kendalltau, rankdata, spearmanr

rng = np.random.default_rng(20211011)


def value(x):
    return None if np.isnan(x) else float(x)


def case(name, x, y):
    x, y = np.asarray(x, float), np.asarray(y, float)
    return {
        "name": name,
        "x": x.tolist(),
        "y": y.tolist(),
        "tau": value(kendalltau(x, y, variant="b").statistic),
        "rho": value(spearmanr(x, y).statistic),
        "ranks": rankdata(x).tolist(),
    }


def accuracies(n, images, signal):
    """Super-net scores over `images` images against means of two seeds over 4,000 images: ties on both sides."""
    quality = rng.normal(0, 1, n)
    x = np.clip(0.5 + 0.1 * (signal * quality + rng.normal(0, 1, n)), 0, 1)
    y = np.clip(0.85 + 0.03 * quality, 0, 1)
    return np.round(x * images) / images, np.round(y * 8000) / 8000


cases = [
    case("two points", [0.1, 0.2], [0.3, 0.9]),
    case("two points reversed", [0.1, 0.2], [0.9, 0.3]),
    case("three with a tie", [1, 1, 2], [1, 2, 3]),
    case("all predictions tie", [0.1] * 6, [1, 2, 3, 4, 5, 6]),
    case("all truths tie", [1, 2, 3, 4], [0.5] * 4),
    case("permutation", rng.permutation(50), rng.permutation(50)),
    case("same", range(20), range(20)),
    case("small integers", rng.integers(0, 4, 40), rng.integers(0, 3, 40)),
    case("two values", rng.integers(0, 2, 30), rng.integers(0, 2, 30)),
    case("negative", rng.normal(size=33), rng.normal(size=33)),
    case("heavy ties", rng.integers(0, 3, 257), rng.integers(0, 5, 257)),
]
for n, images, signal in [(12, 100, 1), (64, 100, 0.5), (128, 500, 1), (200, 1000, 2), (1000, 200, 1)]:
    x, y = accuracies(n, images, signal)
    cases.append(case(f"{n} accuracies over {images} images", x, y))

sample = rng.normal(size=101)
quantiles = {
    "values": sample.tolist(),
    "at": [[q, float(np.quantile(sample, q))] for q in (0, 0.025, 0.1, 0.5, 0.777, 0.975, 1)],
}

Path(__file__).with_name("scipyReference.json").write_text(
    json.dumps({"cases": cases, "quantiles": quantiles}) + "\n"
)
