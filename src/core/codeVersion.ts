/** @file Which code computes: set when it is built. Equal for equal sources of core and engine, on every machine. */
declare const __CODE_VERSION__: string;

export const codeVersion: string = __CODE_VERSION__;
