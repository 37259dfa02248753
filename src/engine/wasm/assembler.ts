/**
 * @file A small assembler for WebAssembly with SIMD, as much of it as the kernels need. Code is an array of bytes; every expression
 * leaves its value on the stack, every statement leaves nothing. (https://webassembly.github.io/spec/core/binary/)
 */

export type Code = readonly number[];

/** A local variable of a function. */
export interface Local {
  readonly get: Code;
  /** `local ← value` */
  set(value: Code): Code;
  /** `local ← local + bytes`, for i32 locals. */
  advance(by: Code | number): Code;
}

type ValueType = "i32" | "f32" | "v128";

const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && !(low & 0x40)) || (rest === -1 && low & 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const binary =
  (code: readonly number[]) =>
  (a: Code, b: Code): Code => [...a, ...b, ...code];

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  load: (address: Code, offset = 0): Code => [...address, 0x28, 2, ...unsigned(offset)],
  add: binary([0x6a]),
  sub: binary([0x6b]),
  mul: binary([0x6c]),
  equalsZero: (value: Code): Code => [...value, 0x45],
  less: binary([0x49]),
  atLeast: binary([0x4f]),
};

export const f32 = {
  load: (address: Code, offset = 0): Code => [...address, 0x2a, 2, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    0x38,
    2,
    ...unsigned(offset),
  ],
  add: binary([0x92]),
};

/** Four floats at once. Addresses are aligned to 16 bytes unless splatted. */
export const f32x4 = {
  zero: [...simd(0x0c), ...new Array<number>(16).fill(0)] as Code,
  load: (address: Code, offset = 0): Code => [...address, ...simd(0x00), 4, ...unsigned(offset)],
  /** One float from memory into all lanes. */
  loadSplat: (address: Code, offset = 0): Code => [...address, ...simd(0x09), 2, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...simd(0x0b),
    4,
    ...unsigned(offset),
  ],
  add: binary(simd(0xe4)),
  sub: binary(simd(0xe5)),
  mul: binary(simd(0xe6)),
  max: binary(simd(0xe9)),
  equal: binary(simd(0x41)),
  greater: binary(simd(0x44)),
  and: binary(simd(0x4e)),
  /** a ∧ ¬b */
  andNot: binary(simd(0x4f)),
  or: binary(simd(0x50)),
  lane: (value: Code, lane: number): Code => [...value, ...simd(0x1f), lane],
  /**
   * a · b + c, rounded twice. Relaxed SIMD would fuse it and be faster, but only on some browsers and processors: the same link would
   * train another run elsewhere.
   */
  multiplyAdd: (a: Code, b: Code, c: Code): Code => [...c, ...a, ...b, ...simd(0xe6), ...simd(0xe4)],
};

export const control = {
  /** Runs `body` while `condition` holds. */
  loopWhile: (condition: Code, body: Code): Code => [
    ...[0x02, 0x40, 0x03, 0x40],
    ...i32.equalsZero(condition),
    ...[0x0d, 1],
    ...body,
    ...[0x0c, 0, 0x0b, 0x0b],
  ],
  /** Runs `body` once, then again while `condition` holds. */
  repeatWhile: (body: Code, condition: Code): Code => [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b],
  when: (condition: Code, body: Code): Code => [...condition, 0x04, 0x40, ...body, 0x0b],
  fill: (address: Code, byte: Code, length: Code): Code => [...address, ...byte, ...length, 0xfc, 0x0b, 0],
  copy: (to: Code, from: Code, length: Code): Code => [...to, ...from, ...length, 0xfc, 0x0a, 0, 0],
};

/** A function under construction: `params` are i32 locals, in order. */
export class FunctionBuilder<Name extends string = string> {
  readonly params: Readonly<Record<Name, Local>>;
  readonly #names: readonly Name[];
  readonly #locals: ValueType[] = [];

  constructor(names: readonly Name[]) {
    this.#names = names;
    this.params = Object.fromEntries(names.map((name, index) => [name, local(index)])) as Record<Name, Local>;
  }

  local(type: ValueType): Local {
    this.#locals.push(type);
    return local(this.#names.length + this.#locals.length - 1);
  }

  /** Several locals of one type, by name. */
  locals<LocalName extends string>(
    type: ValueType,
    ...names: readonly LocalName[]
  ): Readonly<Record<LocalName, Local>> {
    return Object.fromEntries(names.map((name) => [name, this.local(type)])) as Record<LocalName, Local>;
  }

  finish(body: Code): FunctionCode<Name> {
    const declarations = this.#locals.flatMap((type) => [1, typeCodes[type]]);
    return {
      params: this.#names,
      code: [...unsigned(this.#locals.length), ...declarations, ...body, 0x0b],
    };
  }
}

export interface FunctionCode<Name extends string = string> {
  /** Names of the parameters, in order. */
  readonly params: readonly Name[];
  readonly code: Code;
}

function local(index: number): Local {
  const get = [0x20, ...unsigned(index)];
  const set = (value: Code): Code => [...value, 0x21, ...unsigned(index)];
  return {
    get,
    set,
    advance: (by) => set(i32.add(get, typeof by === "number" ? i32.constant(by) : by)),
  };
}

const sized = (bytes: Code): number[] => [...unsigned(bytes.length), ...bytes];
const text = (value: string): number[] => sized([...new TextEncoder().encode(value)]);
const section = (id: number, items: readonly Code[]): number[] => [
  id,
  ...sized([...unsigned(items.length), ...items.flat()]),
];

/** A module that imports its memory as `env.memory` and exports the functions by name. All parameters are i32; nothing is returned. */
export function assemble(functions: Readonly<Record<string, FunctionCode>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(functions);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      entries.map(([, { params }]) => [
        0x60,
        ...unsigned(params.length),
        ...new Array<number>(params.length).fill(typeCodes.i32),
        0,
      ]),
    ),
    ...section(2, [[...text("env"), ...text("memory"), 2, 0, 1]]),
    ...section(
      3,
      entries.map((_, index) => unsigned(index)),
    ),
    ...section(
      7,
      entries.map(([name], index) => [...text(name), 0, ...unsigned(index)]),
    ),
    ...section(
      10,
      entries.map(([, { code }]) => sized(code)),
    ),
  ]);
}
