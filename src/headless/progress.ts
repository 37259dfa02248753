/** @file How far a command is, on standard error: one line that changes on a terminal, plain lines in a log, JSON lines on request. */

export const progressKinds = ["auto", "lines", "json", "none"] as const;
export type ProgressKind = (typeof progressKinds)[number];

/** Milliseconds between two tellings: on a terminal, where the old one is written over, and in a log. */
const pause = { bar: 100, lines: 20_000 } as const;

export class Progress {
  readonly #kind: "bar" | "lines" | "json" | "none";
  /** In the plural, e.g. "steps". */
  readonly #unit: string;
  readonly #began = performance.now();
  #first: number | undefined;
  #told = performance.now();
  #isBarShown = false;

  constructor(kind: ProgressKind, unit: string) {
    this.#unit = unit;
    this.#kind = kind === "auto" ? (process.stderr.isTTY ? "bar" : "lines") : kind;
  }

  /** Seconds since the beginning. */
  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** May be called as often as something happens. */
  at(done: number, total: number): void {
    this.#first ??= done;
    const now = performance.now();
    if (this.#kind === "none" || now - this.#told < pause[this.#kind === "bar" ? "bar" : "lines"]) return;
    this.#told = now;
    const rate = (done - this.#first) / this.seconds;
    const left = rate > 0 ? (total - done) / rate : undefined;
    if (this.#kind === "json") {
      this.#write(
        JSON.stringify({
          event: "progress",
          done,
          total,
          unit: this.#unit,
          perSecond: rate,
          secondsLeft: left ?? null,
        }),
      );
      return;
    }
    const text = `${done} of ${total} ${this.#unit}, ${shownRate(rate, this.#unit)}${left === undefined ? "" : `, ${shownTime(left)} left`}`;
    if (this.#kind === "lines") this.#write(text);
    else {
      process.stderr.write(`\r\u001b[K${text}`);
      this.#isBarShown = true;
    }
  }

  /** Something that stays to be read. @param fields the same as data, for JSON lines */
  say(text: string, fields: Readonly<Record<string, unknown>> & { readonly event: string }): void {
    if (this.#kind === "none") return;
    this.close();
    this.#write(this.#kind === "json" ? JSON.stringify(fields) : text);
  }

  /** What must be known, however little is asked for. */
  warn(text: string): void {
    this.close();
    this.#write(this.#kind === "json" ? JSON.stringify({ event: "warning", text }) : `warning: ${text}`);
  }

  /** Takes the changing line away. */
  close(): void {
    if (this.#isBarShown) process.stderr.write("\r\u001b[K");
    this.#isBarShown = false;
  }

  #write(line: string): void {
    process.stderr.write(`${line}\n`);
  }
}

const shownRate = (perSecond: number, unit: string): string =>
  perSecond >= 1 || perSecond === 0
    ? `${perSecond.toFixed(1)} ${unit}/s`
    : `${(60 * perSecond).toFixed(1)} ${unit}/min`;

function shownTime(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
