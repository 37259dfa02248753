/**
 * @file TensorFlow's record files (https://www.tensorflow.org/tutorials/load_data/tfrecord), cut while they stream by: of each record the
 * length (u64, little-endian), its checksum, the payload, its checksum. Checksums are CRC-32C, rotated and shifted.
 */

/** The longest record that is read; those of NASBench-101 have some 600 bytes. */
const maxRecordBytes = 1 << 20;
const headBytes = 12;
const tailBytes = 4;

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** The checksum as the file holds it. */
function maskedChecksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = (table[(crc ^ bytes[i]!) & 255] as number) ^ (crc >>> 8);
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Whether a file begins with a record: the checksum of the first length fits. */
export const isRecordStart = (head: Uint8Array): boolean =>
  head.length >= headBytes && viewOf(head).getUint32(8, true) === maskedChecksum(head.subarray(0, 8));

/** Takes chunks of any size and hands out whole payloads; holds no more than one record. */
export class RecordCutter {
  #rest = new Uint8Array(0);
  /** Offset in the file of what is left of the chunks so far. */
  #offset = 0;

  /** What is wrong with the file, once something is. */
  problem: string | undefined;

  /** Payloads that are complete with this chunk; each is only valid until the next chunk. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    const bytes = this.#rest.length === 0 ? chunk : joined(this.#rest, chunk);
    const view = viewOf(bytes);
    let at = 0;
    while (at + headBytes <= bytes.length && !this.problem) {
      const length = view.getUint32(at, true);
      if (
        view.getUint32(at + 4, true) !== 0 ||
        length > maxRecordBytes ||
        view.getUint32(at + 8, true) !== maskedChecksum(bytes.subarray(at, at + 8))
      ) {
        this.problem = `the record at byte ${this.#offset + at} has a damaged or impossible length`;
        break;
      }
      const end = at + headBytes + length;
      if (end + tailBytes > bytes.length) break;
      const payload = bytes.subarray(at + headBytes, end);
      if (view.getUint32(end, true) !== maskedChecksum(payload)) {
        this.problem = `the record at byte ${this.#offset + at} is damaged (its checksum does not fit)`;
        break;
      }
      yield payload;
      at = end + tailBytes;
    }
    this.#rest = bytes.slice(at);
    this.#offset += at;
  }

  /** Call after the last chunk. */
  end(): void {
    if (this.#rest.length > 0) this.problem ??= `the file ends inside the record at byte ${this.#offset}`;
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
