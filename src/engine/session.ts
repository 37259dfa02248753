/**
 * @file A run as a sequence of units of work. One call of `advance` does one unit and says what happened; to pause is not to call it.
 *
 * In order of priority: 1. apply changed settings (`pendingChanges`); 2. what is due of a scoring round (`scoringRounds`); 3. one
 * training step (`training`); 4. at the end a round over the whole pool, then nothing until a setting changes. Failures of the world go
 * through `recovery`. What happens after which step depends on step counts alone, so the same link trains the same paths on the same
 * images and scores at the same steps everywhere; only reports follow the clock.
 */
import type { Checkpoint, phases } from "../core/checkpoint.ts";
import type { PlannedChange } from "../core/plannedChange.ts";
import type { RunEvent } from "../core/run.ts";
import type { UnitKind } from "../core/runIntent.ts";
import type { Settings } from "../core/settings.ts";
import { DeviceLost } from "./deviceLoss.ts";
import type { Engine } from "./engine.ts";
import { PendingChanges } from "./pendingChanges.ts";
import { Recovery, type RecoveryInput } from "./recovery.ts";
import { ScoringRounds } from "./scoringRounds.ts";
import { type RunOrigin, takeCheckpoint } from "./takeCheckpoint.ts";
import { Training, type TrainingInput } from "./training.ts";

/** With `from` the run goes on, its events included: it does not begin with "started" again. */
interface SessionInput extends TrainingInput, RecoveryInput, RunOrigin {
  /** Changes that the run makes by itself; of one that goes on, its checkpoint has them. */
  readonly planned?: readonly PlannedChange[] | undefined;
}

/** What one call of `advance` did. "idle" without events: there is nothing to do until a setting changes. */
export interface StepResult {
  readonly kind: UnitKind;
  readonly events: readonly RunEvent[];
}

export class Session {
  readonly #input: SessionInput;
  readonly #training: Training;
  readonly #rounds: ScoringRounds;
  readonly #changes: PendingChanges;
  readonly #recovery: Recovery;
  #phase: (typeof phases)[number] | "lost" = "new";

  constructor(input: SessionInput) {
    const { from, engine } = input;
    this.#input = input;
    this.#changes = new PendingChanges(input.space, from?.planned ?? input.planned);
    this.#training = new Training(input, from);
    this.#rounds = new ScoringRounds(input);
    this.#recovery = new Recovery(this.#training, this.#rounds, input);
    if (from) {
      engine.restore(from.snapshot, from.frozen);
      this.#rounds.resume(from.scoring, from.step, this.#training.build);
      this.#phase = from.phase;
    }
  }

  /** Training steps done. */
  get step(): number {
    return this.#training.position.step;
  }

  /** Whether it does nothing more until a setting changes. */
  get hasStopped(): boolean {
    return this.#phase === "finished" || this.#phase === "diverged";
  }

  get engine(): Engine {
    return this.#recovery.engine.engine;
  }

  /** Takes new settings, all of `RunConfig.settings`, before the next unit of work. After the first one only settings that need no new run may change. */
  change(settings: Settings): void {
    this.#changes.put(settings);
  }

  /** Takes what differs between two settings; all else stays as the run has it by then. */
  changeBy(from: Settings, to: Settings): void {
    this.#changes.putDifference(from, to, this.#training.config.settings);
  }

  /** Reads the steps that have not been read, so that a checkpoint is of weights that are numbers; between two units of work. */
  async readSteps(): Promise<readonly RunEvent[]> {
    if (this.#phase !== "training" || !this.#training.isUnread) return [];
    const events: RunEvent[] = [];
    try {
      if (await this.#isSoundAsRead(events)) return events;
      return (await this.#diverge("the loss is no longer a number", events)).events;
    } catch (error) {
      if (error instanceof DeviceLost) return (await this.#recover(error, events)).events;
      throw error;
    }
  }

  /** All that the run needs to go on elsewhere; between two units of work. Settings that did not act yet are not in it. Rejects where the device is gone. */
  checkpoint(): Promise<Checkpoint> {
    const phase = this.#phase === "lost" ? "training" : this.#phase;
    const { planned } = this.#changes;
    return takeCheckpoint(
      this.#input,
      { phase, planned },
      this.#training,
      this.#rounds,
      this.#recovery.engine,
    );
  }

  /**
   * One unit of work. Failures of the world come back as a `failed` or `recovered` event; bugs throw.
   * @param isLast whether no step is trained after this one: it reports, so that a divergence is found here whatever the clock says
   */
  advance(isLast = false): Promise<StepResult> {
    if (this.#phase === "training") this.#rounds.relax();
    return this.#work("all", isLast);
  }

  /**
   * One unit of what a paused run still owes: changed settings act, the weights last scored are scored by them, and a round over the
   * whole pool on the present weights is completed. Never trains.
   */
  applyPendingChanges(): Promise<StepResult> {
    if (this.#phase === "training" && this.#changes.isEmpty) this.#rounds.complete(this.step);
    return this.#work("all but training");
  }

  async #work(allowed: "all" | "all but training", isLast = false): Promise<StepResult> {
    if (this.#phase === "new") return this.#start();
    if (this.#phase === "lost") return idle();
    if (this.#phase === "training" && this.#training.stepsLeft > 0) this.#putDue();
    const changes = this.#applyChanges();
    if (changes.length > 0) return idle(...changes);
    if (this.hasStopped) return idle();
    // What happens before a unit of work fails is told, too: the page counts rounds as they begin.
    const events: RunEvent[] = [];
    try {
      if (allowed === "all" && this.#phase === "training") this.#rounds.askInTurn(this.#training.recipe);
      if (this.#rounds.isDue) return await this.#score(events);
      if (allowed === "all but training" && this.#phase === "training") return idle();
      if (this.#training.stepsLeft > 0) return await this.#train(isLast, events);
      if (this.#phase === "training") return await this.#beginFinalRound(events);
      // What was changed after the last step was changed after the last word on it.
      if (this.#putDue()) return await this.#work(allowed, isLast);
      this.#phase = "finished";
      return idle({ type: "finished", step: this.step });
    } catch (error) {
      if (error instanceof DeviceLost) return this.#recover(error, events);
      throw error;
    }
  }

  #start(): StepResult {
    // What was changed until now is what the run starts with.
    this.#applyChanges();
    this.#phase = "training";
    const { space, pool } = this.#input;
    const { config, totalSteps, position } = this.#training;
    this.#training.resetMeter();
    return idle({
      type: "started",
      config,
      pool: pool.map((architecture) => space.print(architecture)),
      backend: this.engine.backend,
      totalSteps,
      stepsPerEpoch: position.epochClock.stepsPerEpoch,
    });
  }

  #putDue(): boolean {
    return this.#changes.putDue(this.step, this.#training.config.settings);
  }

  #applyChanges(): readonly RunEvent[] {
    const { events, effects } = this.#changes.apply(this.#training);
    if (effects.has("reevaluate")) this.#rounds.reevaluate();
    const isMore = effects.has("nextStep") || effects.has("reevaluate");
    if (isMore && this.#training.stepsLeft > 0) this.#phase = "training";
    else if (effects.has("reevaluate") && this.#phase === "finished") this.#phase = "final round";
    return events;
  }

  async #train(isLast: boolean, events: RunEvent[]): Promise<StepResult> {
    const training = this.#training;
    const { engine } = this.#recovery;
    const { images, endsEpoch, splits } = await training.trainStep(engine);
    this.#rounds.afterStep(this.step, images, training.stepsLeft, training.recipe);
    if (splits) {
      await training.split(engine);
      events.push(...this.#rounds.abandon());
    }
    if ((isLast || training.isReportDue) && !(await this.#isSoundAsRead(events)))
      return await this.#diverge("the loss is no longer a number", events);
    return { kind: endsEpoch ? "epoch" : "step", events };
  }

  /** Reads what the steps say of themselves. @returns whether that is numbers */
  async #isSoundAsRead(events: RunEvent[]): Promise<boolean> {
    const point = await this.#training.report(this.#recovery.engine);
    if (!point) return false;
    events.push({ type: "trained", point });
    await this.#recovery.keepInTime(point.loss, this.#input.images.classes.length);
    return true;
  }

  async #score(events: RunEvent[]): Promise<StepResult> {
    const broken = await this.#rounds.work(this.#recovery.engine, this.#training, events);
    // Statistics of other paths can blow an architecture up beyond all numbers while the weights are sound: then it has no score.
    if (broken && !(await this.#recovery.hasSoundWeights()))
      return await this.#diverge("weights are no longer numbers", events);
    return { kind: events.some(({ type }) => type === "roundBegan") ? "round" : "score", events };
  }

  /** The last word is spoken about the weights that training ended with. */
  async #beginFinalRound(events: RunEvent[]): Promise<StepResult> {
    // Fewer epochs, chosen while it trained, may end it at a step that nobody has read.
    if (this.#training.isUnread && !(await this.#isSoundAsRead(events)))
      return await this.#diverge("the loss is no longer a number", events);
    await this.#recovery.keep();
    this.#phase = "final round";
    this.#rounds.complete(this.step);
    const { kind, events: after } = await this.#work("all");
    return { kind, events: [...events, ...after] };
  }

  /** A changed setting lets training go on. */
  async #diverge(what: string, before: readonly RunEvent[]): Promise<StepResult> {
    const events = await this.#recovery.fromDivergence(what);
    this.#phase = "diverged";
    return idle(...before, ...events);
  }

  async #recover(loss: DeviceLost, before: readonly RunEvent[]): Promise<StepResult> {
    const { goesOn, events } = await this.#recovery.fromLoss(loss);
    if (!goesOn) this.#phase = "lost";
    else if (this.#phase === "final round") this.#phase = "training";
    return idle(...before, ...events);
  }
}

const idle = (...events: readonly RunEvent[]): StepResult => ({ kind: "idle", events });
