/** @file Which code computes: set when it is built. Equal for equal sources of core and engine, on every machine. */
declare const __CODE_VERSION__: string;

export const codeVersion: string = __CODE_VERSION__;

/** What is told of a file from before files told their code. */
export const unknownCode = "unknown";

/** @param before the versions that have worked on something so far, parted by commas @returns with this one */
export const andThisCode = (before: string): string =>
  before.split(", ").includes(codeVersion) ? before : `${before}, ${codeVersion}`;
