/** @file A file of the site: asked for twice, given up where nothing arrives for a while, told of as it comes. */

/** Without a byte. */
const maxSilenceMs = 6000;
const attempts = 2;

interface Received {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Its content type; empty where the server does not say. */
  readonly type: string;
}

/**
 * @param options.onProgress hears the bytes so far, and those of the whole where the server says
 * @returns "missing" where the server has no such file
 * @throws Error where it cannot be had, with the reason; what `signal` aborts rejects with its reason
 */
export async function fetchBytes(
  url: string | URL,
  options: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (bytes: number, whole: number | undefined) => void;
  } = {},
): Promise<Received | "missing"> {
  let failure: unknown;
  for (let attempt = 0; attempt < attempts; attempt++)
    try {
      return await once(url, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      failure = error;
    }
  throw failure;
}

async function once(
  url: string | URL,
  { signal, onProgress }: Parameters<typeof fetchBytes>[1] & object,
): Promise<Received | "missing"> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const restartTimer = (): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => silence.abort(new Error(`nothing has arrived for ${maxSilenceMs / 1000} seconds`)),
      maxSilenceMs,
    );
  };
  restartTimer();
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]),
    });
    if (answer.status === 404) return "missing";
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    const length = Number(answer.headers.get("content-length"));
    // What is compressed on the way is longer than the server says.
    const whole = length > 0 && !answer.headers.get("content-encoding") ? length : undefined;
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let received = 0;
    for (const reader = answer.body?.getReader(); reader; ) {
      restartTimer();
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      received += value.length;
      onProgress?.(received, whole);
    }
    return { bytes: joined(pieces, received), type: answer.headers.get("content-type") ?? "" };
  } catch (error) {
    silence.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
