/**
 * @file One schema per setting. The control, the link parameter, the help text, the validation in the worker and the
 * command-line flag all follow from a `SettingSpec`; nobody lists settings a second time.
 */

export type SettingValue = number | string | boolean;

/** Values by setting key; a missing key means the default. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** From the least that a change asks for to the most. */
const liveEffects = ["rerank", "nextStep", "reevaluate"] as const;
/** When a change within a run acts: on the scores there are, from the next step, or by scoring the same weights anew. */
export type LiveEffect = (typeof liveEffects)[number];

/** The same, with what asks for a new run. */
export const effects = [...liveEffects, "restart"] as const;
type Effect = (typeof effects)[number];

interface SpecBase {
  /** Key in links, files and on the command line; short, lower case, never reused for another meaning. */
  readonly key: string;
  readonly title: string;
  /** When a change acts. */
  readonly effect: Effect;
}

export type SettingSpec = SpecBase &
  (
    | {
        readonly kind: "number";
        readonly default: number;
        readonly min: number;
        readonly max: number;
        /** Values the control offers; anything within [min, max] is accepted from links and files. */
        readonly stops: readonly number[];
        readonly integer?: boolean;
        readonly unit?: string;
      }
    | {
        readonly kind: "choice";
        readonly default: string;
        readonly choices: readonly { readonly value: string; readonly title: string }[];
      }
    | { readonly kind: "toggle"; readonly default: boolean }
  );

/** The type of a setting's values, as narrow as its spec says. */
type ValueOf<Spec extends SettingSpec> = Spec extends { readonly kind: "number" }
  ? number
  : Spec extends { readonly choices: readonly { readonly value: infer Value }[] }
    ? Value
    : boolean;

/** Values of a list of settings, by key. */
export type ValuesOf<Specs extends readonly SettingSpec[]> = {
  readonly [Spec in Specs[number] as Spec["key"]]: ValueOf<Spec>;
};

/** Reads a setting from text (a link, a flag). `undefined` where the text is not a legal value. */
export function parseSetting(spec: SettingSpec, text: string): SettingValue | undefined {
  switch (spec.kind) {
    case "number": {
      const value = text.trim() === "" ? Number.NaN : Number(text);
      return legalSetting(spec, value) ? value : undefined;
    }
    case "choice":
      return legalSetting(spec, text) ? text : undefined;
    case "toggle":
      return text === "1" ? true : text === "0" ? false : undefined;
    default:
      throw spec satisfies never;
  }
}

/** The text of a setting in a link; `parseSetting` reads it back. */
export function printSetting(value: SettingValue): string {
  return typeof value === "boolean" ? (value ? "1" : "0") : String(value);
}

/** Whether a value of unknown origin is a legal value of the setting. */
export function legalSetting(spec: SettingSpec, value: unknown): value is SettingValue {
  switch (spec.kind) {
    case "number":
      return (
        typeof value === "number" &&
        Number.isFinite(value) &&
        value >= spec.min &&
        value <= spec.max &&
        (!spec.integer || Number.isInteger(value))
      );
    case "choice":
      return spec.choices.some((choice) => choice.value === value);
    case "toggle":
      return typeof value === "boolean";
    default:
      throw spec satisfies never;
  }
}

/** The setting with values up to `most` only. */
export function capped(spec: SettingSpec, most: number | undefined): SettingSpec {
  if (spec.kind !== "number" || most === undefined || most >= spec.max) return spec;
  return {
    ...spec,
    default: Math.min(spec.default, most),
    max: most,
    stops: spec.stops.filter((stop) => stop <= most),
  };
}

/** What a setting may be, in words, for error messages and help. */
export function describeSetting(spec: SettingSpec): string {
  switch (spec.kind) {
    case "number":
      return `${spec.integer ? "a whole number" : "a number"} from ${spec.min} to ${spec.max}`;
    case "choice":
      return `one of ${spec.choices.map((choice) => choice.value).join(", ")}`;
    case "toggle":
      return "1 (on) or 0 (off)";
    default:
      throw spec satisfies never;
  }
}

/** A value for people: the title of a choice, on or off, a number with its unit. */
export function formatSetting(spec: SettingSpec, value: SettingValue): string {
  switch (spec.kind) {
    case "number":
      return spec.unit ? `${value} ${spec.unit}` : String(value);
    case "choice":
      return spec.choices.find((choice) => choice.value === value)?.title ?? String(value);
    case "toggle":
      return value ? "on" : "off";
    default:
      throw spec satisfies never;
  }
}
