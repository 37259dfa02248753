/**
 * @file What a record of NASBench-101 measured (`ModelMetrics` in https://github.com/google-research/nasbench,
 * nasbench/lib/model_metrics.proto), from base64.
 */

interface ModelMetrics {
  /** Validation and test accuracy at the end of the training, fractions. */
  readonly validation: number;
  readonly test: number;
  readonly parameters: number;
}

/** Where in the list of evaluations the end of the training stands; before it come the beginning and half of it. */
const last = 2;

/** `undefined` where the text is no such message. */
export function readModelMetrics(base64: string): ModelMetrics | undefined {
  const bytes = fromBase64(base64);
  if (!bytes) return undefined;
  const evaluations: Uint8Array[] = [];
  let parameters = 0;
  const isWhole = fieldsOf(bytes, (field, value) => {
    if (field === 1 && typeof value !== "number") evaluations.push(value);
    if (field === 2 && typeof value === "number") parameters = value;
  });
  const final = evaluations[last];
  if (!isWhole || !final) return undefined;
  const found = new Map<number, number>();
  const view = new DataView(final.buffer, final.byteOffset, final.byteLength);
  const isFinalWhole = fieldsOf(final, (field, _, at) => void found.set(field, at));
  const double = (field: number): number | undefined => {
    const at = found.get(field);
    return at === undefined || at + 8 > final.length ? undefined : view.getFloat64(at, true);
  };
  const [validation, test] = [double(4), double(5)];
  const isAccuracy = (value: number | undefined): value is number =>
    value !== undefined && value >= 0 && value <= 1;
  if (!isFinalWhole || !isAccuracy(validation) || !isAccuracy(test)) return undefined;
  return { validation, test, parameters };
}

/** Calls back for every field of a message, with the offset of its value; false where the bytes are no message. */
function fieldsOf(
  bytes: Uint8Array,
  found: (field: number, value: number | Uint8Array, at: number) => void,
): boolean {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70 && at < bytes.length; shift += 7) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    at = bytes.length + 1;
    return 0;
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const start = at;
    if (tag % 8 === 0) found(field, varint(), start);
    else if (tag % 8 === 2) {
      const length = varint();
      if (at + length > bytes.length) return false;
      found(field, bytes.subarray(at, at + length), at);
      at += length;
    } else if (tag % 8 === 1 || tag % 8 === 5) {
      at += tag % 8 === 1 ? 8 : 4;
      if (at <= bytes.length) found(field, bytes.subarray(start, at), start);
    } else return false;
  }
  return at === bytes.length;
}

const digits = new Int8Array(128).fill(-1);
for (const [index, sign] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].entries())
  digits[sign.charCodeAt(0)] = index;

/** Line ends inside, as Python's `encodebytes` puts them, are left out. */
function fromBase64(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let [length, bits, count] = [0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 61 || code === 10 || code === 13) continue;
    const digit = code < 128 ? (digits[code] as number) : -1;
    if (digit < 0) return undefined;
    bits = ((bits << 6) | digit) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[length++] = (bits >>> count) & 255;
    }
  }
  return bytes.subarray(0, length);
}
