/** @file Scores and scoring rounds of a run file, of every version. */
import { AppendLog } from "./appendLog.ts";
import type { Field } from "./fieldReader.ts";
import { normStatistics, weightKinds } from "./recipe.ts";
import { type Round, roundStates } from "./rounds.ts";
import type { Score } from "./run.ts";
import type { Run } from "./runState.ts";

type Measured = Pick<Run, "scores" | "rounds" | "generation">;

/** Version 3: the rounds as they were. */
export function readRounds(root: Field, pool: readonly string[]): Measured {
  const field = root.at("scores");
  const architectures = field.at("architecture").items();
  const accuracies = field.at("accuracy").items(architectures.length);
  const losses = field.at("loss").items(architectures.length);
  const scores = architectures.map((architecture, i): Score => {
    const loss = losses[i] as Field;
    return {
      architecture: pool[architecture.count(pool.length)] as string,
      accuracy: (accuracies[i] as Field).fraction(),
      ...(loss.type !== "null" && { loss: loss.number(0) }),
    };
  });
  const generation = root.at("generation").count();
  let last = 0;
  const rounds = root
    .at("rounds")
    .items()
    .map((item, number): Round => {
      const from = item.at("from").count(scores.length + 1);
      if (from < last || (number === 0 && from > 0))
        item.at("from").fail("an index that does not fall, from 0 on");
      last = from;
      const [rules, pairedWith, oldest] = [item.at("rules"), item.at("pairedWith"), item.at("oldest")];
      // In the order in which a run that was not read has them, so that it is written as the same file again.
      return {
        step: item.at("step").count(),
        size: item.at("size").count(pool.length + 1),
        ...(!rules.isMissing && {
          rules: {
            images: rules.at("images").count(),
            batchSize: rules.at("batchSize").count(),
            norm: rules.at("norm").oneOf(normStatistics),
            weights: rules.at("weights").oneOf(weightKinds),
          },
        }),
        ...(!pairedWith.isMissing && { pairedWith: pairedWith.count(number) }),
        ...(!oldest.isMissing && { oldest: oldest.count() }),
        state: item.at("state").oneOf(roundStates),
        from,
        generation: item.at("generation").count(generation + 1),
      };
    });
  if (scores.length > 0 && rounds.length === 0)
    root.at("rounds").fail("a list with the rounds of the scores");
  return { scores: AppendLog.of(scores), rounds, generation };
}

/**
 * Versions 1 and 2, whose scores were made a few at a time while training went on: as many consecutive scores as the pool has
 * architectures stand for a round, which says how old its oldest score is.
 */
export function readMixedRounds(root: Field, pool: readonly string[]): Measured {
  const field = root.at("scores");
  const architectures = field.at("architecture").items();
  const accuracies = field.at("accuracy").items(architectures.length);
  const steps = field
    .at("step")
    .items(architectures.length)
    .map((step) => step.count());
  const scores = architectures.map(
    (architecture, i): Score => ({
      architecture: pool[architecture.count(pool.length)] as string,
      accuracy: (accuracies[i] as Field).fraction(),
    }),
  );
  const generations = root
    .at("generations")
    .items()
    .map((item) => item.count(scores.length + 1));
  const isRising = generations.every((start, g) =>
    g === 0 ? start === 0 : start > (generations[g - 1] as number),
  );
  if (!isRising || generations.length === 0) root.at("generations").fail("rising indices that begin with 0");
  const rounds = generations.flatMap((start, generation) => {
    const end = generations[generation + 1] ?? scores.length;
    const found: Round[] = [];
    // Counted from the end: a finished run closed with a final evaluation of the whole pool.
    for (let to = end; to > start; to -= pool.length) {
      const from = Math.max(to - pool.length, start);
      found.unshift({
        step: steps[to - 1] as number,
        size: to - from,
        oldest: steps[from] as number,
        state: to - from === pool.length ? "complete" : "abandoned",
        from,
        generation,
      });
    }
    return found;
  });
  return { scores: AppendLog.of(scores), rounds, generation: generations.length - 1 };
}
