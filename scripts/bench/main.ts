/**
 * @file `npm run bench` prints a table; `npm run -s bench -- --json` prints exactly one JSON object of named numbers on stdout;
 * `--only NAME` (repeatable, or names with commas between them) picks. Progress and failures go to stderr; a bench that cannot run makes the exit status 1.
 */
import { parseArgs } from "node:util";
import { benches } from "./index.ts";

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== "--"),
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
  },
});

const known = new Set(benches.flatMap(({ names }) => names));
const only = options.only.flatMap((names) => names.split(","));
for (const name of only)
  if (!known.has(name)) {
    console.error(`no bench "${name}"; there are: ${[...known].join(", ")}`);
    process.exit(2);
  }

// TensorFlow.js greets on stdout, which belongs to the result.
console.log = console.info = console.warn = console.error;

const wanted = (name: string): boolean => only.length === 0 || only.includes(name);
const results: Record<string, number> = {};
let failed = false;
for (const { names, explanation, measure } of benches) {
  if (!names.some(wanted)) continue;
  console.error(`${names.join(", ")}: ${explanation}`);
  try {
    for (const [name, value] of Object.entries(await measure()))
      if (wanted(name)) results[name] = Number(value.toPrecision(4));
  } catch (error) {
    failed = true;
    console.error(`${names.join(", ")} failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

if (options.json) process.stdout.write(`${JSON.stringify(results)}\n`);
else {
  const width = Math.max(0, ...Object.keys(results).map((name) => name.length));
  for (const [name, value] of Object.entries(results))
    process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
}
process.exit(failed ? 1 : 0);
