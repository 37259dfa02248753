/** @file Text that has hurt readers: pieces that are repeated, and what stands around them. */

const cell = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|";

/** By name, text of about `size` characters. */
export const hostileTexts: Readonly<Record<string, (size: number) => string>> = {
  letters: (size) => "a".repeat(size),
  quotes: (size) => '"'.repeat(size),
  "quotes in cells": (size) => `arch,acc\n${'x"'.repeat(size / 2)}`,
  "quotes, then blanks": (size) => `arch,acc\n"a${'"b'.repeat(size / 4)}${" ".repeat(size / 2)},x`,
  "open quotes": (size) => `arch,acc\n${'"a\n'.repeat(size / 3)}`,
  separators: (size) => ",".repeat(size),
  "lines of separators": (size) => `arch,acc\n${",\n".repeat(size / 2)}`,
  "line ends": (size) => `arch,acc\n${"\r".repeat(size)}x,1`,
  blanks: (size) => `arch,acc\n${cell},9${" ".repeat(size)}x`,
  comments: (size) => "#\n".repeat(size / 2),
  brackets: (size) => "[".repeat(size),
  braces: (size) => '{"a":'.repeat(size / 5),
  "open genotypes": (size) => `arch,acc\n"${"Genotype(normal=[(a) ".repeat(size / 21)}",1`,
  "rows of open genotypes": (size) =>
    `arch,acc\n${`"Genotype(normal=[${"(a) ".repeat(250)}",1\n`.repeat(size / 1020)}`,
  "escaped quotes": (size) => `{"a": NaN, "${'\\"'.repeat(size / 2)}`,
  "not numbers": (size) => `[${"NaN,".repeat(size / 4)}`,
  "JSON lines": (size) => '{"a":1}\n'.repeat(size / 8),
  "JSON keys": (size) => `{${Array.from({ length: size / 12 }, (_, i) => `"k${i}":${i}`).join(",")}}`,
  "rows of unlike members": (size) =>
    `[${Array.from({ length: size / 40 }, (_, i) => `{"arch":"${"x".repeat(10)}","m${i % 50}":1}`).join(",")}]`,
  "members of a record": (size) =>
    `[{"arch":"${cell}",${Array.from({ length: size / 16 }, (_, i) => `"acc_${i}":0.5`).join(",")}}]`,
  "columns of one kind": (size) => `arch,${"test_acc,".repeat(size / 9)}x\n${cell},0.5`,
  "one architecture": (size) => `arch,acc\n${`${cell},0.5\n`.repeat(size / 52)}`,
  "epochs of one architecture": (size) =>
    `arch,epoch,acc\n${Array.from({ length: size / 56 }, (_, i) => `${cell},${i},0.5`).join("\n")}`,
  hashes: (size) => `arch,acc\n${"0123456789abcdef0123456789abcdef,0.5\n".repeat(size / 37)}`,
  numbers: (size) => `arch,acc\n"(${"0,".repeat(size / 2)}0)",1`,
};
