/** @file Ctrl-C, SIGTERM and the end of a terminal: one line that says what is kept and how to go on, an exit code, and no file by half. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { program } from "./program.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stopped-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Stops the program once `isAtWork`, as a terminal does. @param isRead whether anybody reads to the end what it says */
function stopped(
  args: readonly string[],
  isAtWork: (stderr: string) => boolean,
  signal: NodeJS.Signals = "SIGINT",
  isRead = true,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (piece) => {
      stderr += piece;
    });
    const look = setInterval(() => {
      if (!isAtWork(stderr)) return;
      clearInterval(look);
      if (!isRead) child.stderr.destroy();
      child.kill(signal);
    }, 50);
    child.on("close", (code) => {
      clearInterval(look);
      resolve({ code, stderr });
    });
  });
}

it("a table keeps its finished trainings, and touches no table that ships", async () => {
  const shipped = new URL("../../public/tables/nasbench201.json", import.meta.url);
  const before = readFileSync(shipped, "utf8");
  const [out, kept] = [join(folder, "table.json"), join(folder, "kept")];
  const tiny = "--set epochs=1 portion=0.01 channels=4 --test part";
  const line = `table --space nasbench201 --count 112 --seeds 2 --workers 1 --allow-dirty ${tiny} --out ${out} --progress ${kept}`;
  const finished = (): string[] =>
    !existsSync(kept)
      ? []
      : readdirSync(kept).flatMap((name) => readFileSync(join(kept, name), "utf8").split("\n").slice(0, -1));
  const { code, stderr } = await stopped(line.split(" "), () => finished().length > 0);
  const survivors = finished();
  expect(survivors.length).toBeLessThan(224);
  expect(code).toBe(130);
  expect(stderr.trim().split("\n").at(-1)).toBe(
    `stopped. Finished trainings are kept in ${kept}; the same line goes on with the others. ${out} is written when all are done.`,
  );
  expect(existsSync(out)).toBe(false);
  expect(readFileSync(shipped, "utf8")).toBe(before);
  const again = await stopped(line.split(" "), () => finished().length > survivors.length);
  expect(again.stderr).toContain(`224 trainings, ${survivors.length} of them done before`);
  expect(finished().slice(0, survivors.length)).toEqual(survivors);
});

it("a search that trains weights of its own keeps those that have ended, and says so", async () => {
  const kept = join(folder, "searches");
  const settings = ["--set", "bs=8", "channels=4", "evalimages=50", "--algorithm-set", "gdas.steps=2"];
  const words = [
    "search",
    "--algorithms",
    "gdas",
    "--seeds",
    Array.from(Array(500).keys()).join(),
    ...settings,
  ];
  const { code, stderr } = await stopped([...words, "--progress", kept], (text) =>
    text.includes("gdas seed 0"),
  );
  expect(code).toBe(130);
  expect(stderr.trim().split("\n").at(-1)).toBe(
    `stopped. Finished searches that train weights of their own and finished trainings alone are kept in ${kept}; the same line does the rest anew.`,
  );
  const [name = ""] = readdirSync(kept);
  expect(readFileSync(join(kept, name), "utf8")).toContain("gdas");
});

const signals = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const;

it.each(signals)(
  "at %s a run says that nothing is kept, and leaves no file by half",
  async (signal, expected) => {
    const out = join(folder, "run.json");
    const words = `run --set bs=8 paths=1 channels=4 evalimages=50 pool=8 --log lines --out ${out}`.split(
      " ",
    );
    const { code, stderr } = await stopped(
      words,
      (text) => /^warning: .*nasbench201\.json/m.test(text),
      signal,
    );
    expect(code).toBe(expected);
    expect(stderr.trim().split("\n").at(-1)).toMatch(
      /^stopped\. .*nothing is kept; the same line begins anew\.$/,
    );
    expect(readdirSync(folder).filter((name) => name.startsWith("run.json"))).toEqual([]);
  },
);

it.each(signals)(
  "at %s a study gives its folder back, though nobody reads along",
  async (signal, expected) => {
    const [file, out] = [join(folder, "study.json"), join(folder, "study")];
    writeFileSync(file, JSON.stringify({ space: "nasbench201", seeds: [1] }));
    const words = ["study", file, "--out", out, "--workers", "1"];
    const { code } = await stopped(words, () => existsSync(join(out, "lock")), signal, false);
    expect(code).toBe(expected);
    expect(existsSync(join(out, "lock"))).toBe(false);
  },
);
