/**
 * @file The scoring rounds of a run: which one is being filled, and which architecture is scored next. A round freezes the weights and
 * scores its architectures on the copy, one at a time between training steps, so that all its scores belong to one state of the weights.
 * Rounds follow each other, at the pace of the `scoringBudget`.
 */
import type { AskedRound, RoundProgress, ScoringSchedule, ScoringState } from "../core/checkpoint.ts";
import type { Recipe } from "../core/recipe.ts";
import type { RoundStart, RunEvent } from "../core/run.ts";
import type { Architecture, SearchSpace } from "../core/spaces/space.ts";
import type { WatchedEngine } from "./deviceLoss.ts";
import type { Evaluation, ImageSet, NetworkScore } from "./engine.ts";
import { costOf, evaluationBy, evaluationOf } from "./evaluation.ts";
import { type Build, NetworkCache } from "./networkCache.ts";
import { ScoringBudget } from "./scoringBudget.ts";

interface ScoringContext {
  readonly recipe: Recipe;
  readonly build: Build;
}

interface ScoringInput {
  readonly space: SearchSpace;
  /** In scoring order. */
  readonly pool: readonly Architecture[];
  readonly images: ImageSet;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Filling extends Mutable<RoundProgress> {
  readonly evaluation: Evaluation;
  readonly build: Build;
}

export class ScoringRounds {
  readonly #pool: readonly Architecture[];
  readonly #space: SearchSpace;
  readonly #images: ImageSet;
  readonly #networks = new NetworkCache();
  readonly #budget = new ScoringBudget();
  #step = 0;
  #begunInAll = 0;
  #filling: Filling | undefined;
  /** The last complete round, as long as its weights are the frozen ones. */
  #frozen: Filling | undefined;
  #asked: AskedRound | undefined;

  constructor({ pool, space, images }: ScoringInput) {
    this.#pool = pool;
    this.#space = space;
    this.#images = images;
  }

  get schedule(): ScoringSchedule {
    return this.#budget.schedule;
  }

  /** Where scoring stands, as plain data. */
  get state(): ScoringState {
    const [filling, complete, asked] = [this.#filling, this.#frozen, this.#asked];
    return {
      ...this.#budget.state,
      begunInAll: this.#begunInAll,
      ...(filling && { filling: progressOf(filling) }),
      ...(complete && { complete: progressOf(complete) }),
      ...(asked && { asked }),
    };
  }

  /** Goes on where scoring stood after `step`, on an engine that has the frozen weights of then, with networks by `build`. */
  resume(state: ScoringState, step: number, build: Build): void {
    const { begunInAll, filling, complete, asked } = state;
    const taken = (progress: RoundProgress): Filling => ({
      ...progress,
      evaluation: evaluationBy(progress.rules),
      build: this.#networks.over(build),
    });
    this.#budget.resume(state);
    this.#step = step;
    this.#begunInAll = begunInAll;
    this.#filling = filling && taken(filling);
    this.#frozen = complete && taken(complete);
    this.#asked = asked;
  }

  /** Whether scoring goes before the next training step. */
  get isDue(): boolean {
    const filling = this.#filling;
    if (this.#asked && this.#mayBegin) return true;
    return filling !== undefined && (filling.isUrgent || this.#budget.affords(costOf(filling.evaluation)));
  }

  /**
   * Training step `step` is done.
   * @param images images times paths that went forward and back in it
   * @param stepsLeft steps until training ends
   */
  afterStep(step: number, images: number, stepsLeft: number, { evaluation }: Recipe): void {
    this.#step = step;
    this.#budget.earn(images, stepsLeft, evaluation.scoringShare);
  }

  /**
   * While training goes on: asks for the next automatic round, once its time has come and training lasts long enough to fill it. The very
   * first waits for nothing: a round over the whole pool that an early pause began would take most of an epoch's share.
   */
  askInTurn(recipe: Recipe): void {
    const isFirst = this.#budget.schedule.begun === 0 && this.#filling?.pairedWith === undefined;
    if (this.#asked || (this.#filling && !isFirst)) return;
    const cost = costOf(evaluationOf(recipe, this.#images));
    const size = this.#budget.nextRound(this.#step, this.#pool.length, cost);
    if (size > 0) this.#asked = { of: "present", spendsCredit: true, size };
  }

  /**
   * Asks for a round over the whole pool on the weights of `step`, unless that is there; one on other weights is given up, but not the
   * second of a pair, whose first round would then have been scored for nothing: who asks again gets it after that.
   */
  complete(step: number): void {
    const size = this.#pool.length;
    const isPaired = this.#asked?.of === "frozen" || this.#filling?.pairedWith !== undefined;
    if (size === 0 || step === 0 || isPaired) return;
    const round = this.#filling ?? this.#frozen;
    if (round?.step === step && round.size === size) {
      round.isUrgent = true;
      return;
    }
    this.#asked = { of: "present", spendsCredit: false, size };
  }

  /** Training goes on: what is not finished takes its share from now on, but for both rounds of a pair, which no other waits for. */
  relax(): void {
    const filling = this.#filling;
    const isPaired = this.#asked?.of === "frozen" || filling?.pairedWith !== undefined;
    if (!filling || filling.spendsCredit || isPaired) return;
    filling.spendsCredit = true;
    filling.isUrgent = false;
  }

  /** The rules of scoring have changed: the frozen weights are scored by the new ones, too, after those still missing by the old. */
  reevaluate(): void {
    const round = this.#filling ?? this.#frozen;
    if (!round) return;
    round.isUrgent = true;
    this.#asked = { of: "frozen", spendsCredit: false, size: round.size };
  }

  /** The frozen weights are gone. */
  abandon(): RunEvent[] {
    const events: RunEvent[] = this.#filling ? [{ type: "roundEnded", complete: false }] : [];
    this.#filling = undefined;
    this.#frozen = undefined;
    this.#asked = undefined;
    return events;
  }

  /** Goes back to where the schedule stood after `step`. */
  restore(schedule: ScoringSchedule, step: number): void {
    this.#budget.restore(schedule);
    this.#step = step;
  }

  /**
   * One unit of work: an architecture is scored, the first of a round that begins where one is asked for.
   * @param events gets what happened, which stays so where the device is lost before the unit is done
   * @returns whether the architecture has no finite score
   */
  async work(engine: WatchedEngine, context: ScoringContext, events: RunEvent[]): Promise<boolean> {
    if (this.#asked && this.#mayBegin) events.push(...(await this.#begin(engine, context, this.#asked)));
    const filling = this.#filling;
    if (!filling) return false;

    const architecture = this.#pool[filling.next] as Architecture;
    const network = filling.build(architecture);
    const [score] = await engine.call((live) => live.score([network], filling.evaluation));
    const { accuracy, loss } = score as NetworkScore;
    filling.next++;
    if (filling.spendsCredit) this.#budget.spend(costOf(filling.evaluation));
    const broken = !Number.isFinite(accuracy);
    const scores = [{ architecture: this.#space.print(architecture), accuracy, loss }];
    if (!broken) events.push({ type: "evaluated", scores });
    if (filling.next === filling.size) {
      events.push({ type: "roundEnded", complete: true });
      this.#frozen = filling;
      this.#filling = undefined;
    }
    return broken;
  }

  /** A second round on the frozen weights waits for the first one, unless that is itself such a second one. */
  get #mayBegin(): boolean {
    return !this.#filling || this.#asked?.of === "present" || this.#filling.pairedWith !== undefined;
  }

  async #begin(
    engine: WatchedEngine,
    { recipe, build }: ScoringContext,
    asked: AskedRound,
  ): Promise<RunEvent[]> {
    const events: RunEvent[] = this.#filling ? [{ type: "roundEnded", complete: false }] : [];
    const evaluation = evaluationOf(recipe, this.#images, { state: "frozen" });
    const { count: images, batchSize, norm, weights } = evaluation;
    const before = this.#filling ?? this.#frozen;
    const isSecond = asked.of === "frozen" && before !== undefined;
    if (!isSecond) await engine.call((live) => live.freeze());
    const round: RoundStart = {
      step: isSecond ? before.step : this.#step,
      size: asked.size,
      rules: { images, batchSize, norm, weights },
      ...(isSecond && { pairedWith: this.#filling?.pairedWith ?? before.number }),
    };
    this.#filling = {
      ...round,
      number: this.#begunInAll,
      evaluation,
      build: isSecond ? before.build : this.#networks.over(build),
      spendsCredit: asked.spendsCredit,
      next: 0,
      // The very first comes at once, its cost is worked off later: a newcomer sees a correlation within seconds.
      isUrgent: !asked.spendsCredit || this.#budget.schedule.begun === 0,
    };
    this.#frozen = undefined;
    this.#asked = undefined;
    this.#begunInAll++;
    if (asked.spendsCredit) this.#budget.begin();
    return [...events, { type: "roundBegan", round }];
  }
}

const progressOf = ({ evaluation: _, build: __, ...progress }: Filling): RoundProgress => progress;
