/** @file Where a Redis is, and a connection to it. What is secret in an address is never said. */
import { Option } from "commander";
import type { Redis } from "ioredis";
import { UsageError } from "../usage.ts";

export interface QueueAddress {
  readonly url: string;
  /** Without user and password, for people. */
  readonly shown: string;
}

/** Holds an address, with a password that command lines would show to every user of the machine. */
const variable = "SUPERNET_LAB_QUEUE";

/** @param description what the Redis is for */
export const queueOption = (description: string): Option =>
  new Option(
    "--queue [url]",
    `${description}, as redis://:password@host:6379; without an address the one in the environment variable`,
  )
    // Its name alone: the help prints what is preset.
    .preset(variable)
    .argParser((text) => readAddress(text === variable ? (process.env[variable] ?? "") : text));

/** Before a Redis that does not answer counts as none. */
const timeoutMs = 10_000;

/** @throws UsageError, which does not repeat the text: it may hold a password */
export function readAddress(text: string): QueueAddress {
  if (text === "") throw new UsageError(`--queue has no address: give one, or set ${variable}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // What stands after the host but no database does is a part of a password that was taken for it.
  const isWhole = url?.search === "" && url.hash === "" && /^(\/\d*)?$/.test(url.pathname);
  if (
    !isWhole ||
    !["redis:", "rediss:"].includes(url.protocol) ||
    url.hostname === "" ||
    ![url.username, url.password].every(canDecode)
  )
    throw new UsageError(
      "option '--queue <url>' is invalid. It must be the address of a Redis: redis://host:6379, with a password redis://:password@host:6379, with the number of a database redis://host:6379/1, encrypted rediss://host:6380; in a password write / as %2F, ? as %3F, # as %23, @ as %40, % as %25",
    );
  return { url: text, shown: `${url.protocol}//${url.host}${url.pathname === "/" ? "" : url.pathname}` };
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** A text that goes to the terminal, without what stands before the host in an address that was given in a wrong place; the help's example stays. */
export const withoutCredentials = (text: string): string =>
  text.replace(/(rediss?:\/\/)(?!:password@)\S*@/gi, "$1…@");

/** Whether the connection is gone, which `connect` tells of itself. */
export const isOfConnection = (error: Error): boolean =>
  /^E[A-Z]/.test("code" in error ? String(error.code) : "") || /Connection is closed/.test(error.message);

/**
 * A connection that comes back by itself when Redis does.
 * @param notify is called once when the connection is gone, and once when it is back
 * @throws Error that says why there is none to begin with
 */
export async function connect(address: QueueAddress, notify: (text: string) => void): Promise<Redis> {
  const { Redis } = await import("ioredis");
  let isReady = false;
  let isReportedGone = false;
  const redis = new Redis(address.url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: timeoutMs,
    // The first connection is tried once; a later one for ever.
    retryStrategy: (attempt) => (isReady ? Math.min(attempt * 100, 2000) : null),
  });
  let reason = "it does not answer";
  redis.on("error", (error: Error) => {
    reason = withoutSecrets(error.message, address);
    if (!isReady || isReportedGone) return;
    isReportedGone = true;
    notify(`no connection to ${address.shown} (${reason}); tried until it is back`);
  });
  redis.on("ready", () => {
    if (isReportedGone) notify(`${address.shown} is back`);
    isReportedGone = false;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    const known = error instanceof Error && !/Connection is closed/.test(error.message);
    throw new Error(`${address.shown}: ${whatToDo(known ? withoutSecrets(error.message, address) : reason)}`);
  }
  isReady = true;
  return redis;
}

/** What was said, with what can be done about it where that is known. */
function whatToDo(reason: string): string {
  if (/ECONNREFUSED/.test(reason))
    return `nothing answers there (${reason}); is Redis started, and host and port right?`;
  if (/ENOTFOUND|EAI_AGAIN/.test(reason)) return `there is no machine of that name (${reason})`;
  if (/^(WRONGPASS|NOAUTH)/.test(reason))
    return `Redis refuses the user or password of the address (${reason})`;
  return reason;
}

/** What Redis or a library says, without the secrets of the address. */
export function withoutSecrets(message: string, { url, shown }: QueueAddress): string {
  const { username, password } = new URL(url);
  const secrets = [password, decodeURIComponent(password), username].filter((secret) => secret !== "");
  return secrets.reduce((text, secret) => text.replaceAll(secret, "…"), message.replaceAll(url, shown));
}
