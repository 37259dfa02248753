/** @file Which backend trains, on real engines whose clock is set by hand. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BackendId } from "../../src/core/backends.ts";
import type { Engine, EngineFactory } from "../../src/engine/engine.ts";
import { arrived, type Backend, isMissing } from "../../src/engine/probe.ts";
import { createWasmEngine } from "../../src/engine/wasm/engine.ts";
import { BackendChoice } from "../../src/worker/backendChoice.ts";
import { caseImages } from "../engine/caseData.ts";

const images = caseImages({ height: 8, width: 8, channels: 1 }, 24);
let clock = 0;
beforeEach(() => {
  clock = 0;
});

interface Nature {
  /** Milliseconds of a training step. */
  readonly step?: number;
  readonly software?: boolean;
  readonly standsInFor?: BackendId;
  readonly broken?: string;
  /** What becomes of an engine, the first being the one that is measured. */
  readonly engine?: (made: number, engine: Engine) => Engine;
}

function backend(id: BackendId, nature: Nature = {}): Backend {
  const { step = 10, software = false, standsInFor, broken, engine: as } = nature;
  let made = 0;
  const create: EngineFactory = async (...input) => {
    const engine = await createWasmEngine(...input);
    const timed: Engine = Object.assign(Object.create(engine) as Engine, {
      backend: id,
      trainStep: (work: Parameters<Engine["trainStep"]>[0]) => {
        clock += step;
        return engine.trainStep(work);
      },
    });
    made++;
    return as ? as(made, timed) : timed;
  };
  return {
    id,
    open: async () => {
      if (broken) throw new Error(broken);
      return { device: `device of ${id}`, software, ...(standsInFor && { standsInFor }), create };
    },
  };
}

const choose = (...backends: Backend[]): BackendChoice => new BackendChoice(backends, () => clock);
const refuse = (reason: string): never => {
  throw new Error(reason);
};

describe("BackendChoice", () => {
  it("does not train on a library's operations in software where the lab's own code did not come, at once or later", async () => {
    const code = await arrived(Promise.reject(new SyntaxError("Unexpected end of input"))).catch(
      ({ message }: Error) => message,
    );
    const wasm = backend("wasm", { broken: code as string });
    const stand = { software: true, standsInFor: "webgpu" } as const;
    const choice = choose(backend("webgpu", { broken: "no adapter" }), wasm, backend("webgl", stand));
    for (let attempt = 0; attempt < 2; attempt++)
      expect(await choice.start("auto", images, 1)).toBeUndefined();
    expect(choice.reports.some(({ failure }) => isMissing(failure))).toBe(true);
    expect(clock).toBe(0);
    // A stand-in on a graphics card, or where the code is whole but does not work, is better than nothing.
    const card = choose(wasm, backend("webgl", { standsInFor: "webgpu" }));
    expect((await card.start("auto", images, 1))?.id).toBe("webgl");
    const whole = choose(backend("wasm", { broken: "switched off" }), backend("webgl", stand));
    expect((await whole.start("auto", images, 1))?.id).toBe("webgl");
  });

  it("takes the fastest, and says how fast each is or why it does not work", async () => {
    const choice = choose(
      backend("webgpu", { broken: "no adapter" }),
      backend("webgl", { step: 30 }),
      backend("wasm", { step: 10 }),
    );
    const trainer = await choice.start("auto", images, 1);
    expect(trainer).toMatchObject({ id: "wasm", engine: { backend: "wasm" } });
    // Four steps of four paths and 32 images each.
    expect(choice.reports).toEqual([
      { backend: "webgpu", device: "", failure: "no adapter" },
      { backend: "webgl", device: "device of webgl", imagesPerSecond: expect.closeTo(128_000 / 30) },
      { backend: "wasm", device: "device of wasm", imagesPerSecond: expect.closeTo(128_000 / 10) },
    ]);
  });

  it("measures what a processor imitates only where there is nothing else", async () => {
    const software = backend("webgpu", { step: 1, software: true });
    const both = choose(software, backend("wasm"));
    expect(await both.start("auto", images, 1)).toMatchObject({ id: "wasm" });
    expect(both.reports.find((report) => report.backend === "webgpu")).toMatchObject({ software: true });
    expect(both.reports.find((report) => report.backend === "webgpu")?.imagesPerSecond).toBeUndefined();
    expect(await choose(software).start("auto", images, 1)).toMatchObject({ id: "webgpu" });
  });

  it("measures a stand-in only where what it stands in for does not work", async () => {
    const standIn = (engine?: Nature["engine"]): Backend =>
      backend("webgl", { step: 1, standsInFor: "webgpu", ...(engine && { engine }) });
    const both = choose(
      backend("webgpu"),
      backend("wasm"),
      standIn(() => refuse("must not be made")),
    );
    expect(await both.start("auto", images, 1)).toMatchObject({ id: "webgpu" });
    expect(both.reports.at(-1)).toMatchObject({
      backend: "webgl",
      failure: expect.stringContaining("not measured"),
    });
    const alone = choose(backend("webgpu", { broken: "no adapter" }), backend("wasm"), standIn());
    expect(await alone.start("auto", images, 1)).toMatchObject({ id: "webgl" });
  });

  it.each<[string, (engine: Engine) => Partial<Engine>, string]>([
    [
      "steps give no numbers",
      () => ({ readTraining: async () => ({ steps: 1, loss: Number.NaN, accuracy: 0, gradientNorm: 0 }) }),
      "its training steps do not give a number",
    ],
    [
      "device ends in the middle of a step",
      () => ({ trainStep: () => new Promise(() => {}), lost: Promise.resolve("unplugged") }),
      "unplugged",
    ],
  ])("passes over a backend whose %s", async (_, wrong, failure) => {
    const odd = backend("webgl", {
      step: 1,
      engine: (_made, engine) => Object.assign(engine, wrong(engine)),
    });
    const choice = choose(odd, backend("wasm"));
    expect(await choice.start("auto", images, 1)).toMatchObject({ id: "wasm" });
    expect(choice.reports[0]).toMatchObject({ backend: "webgl", failure });
  });

  it("gives the backend asked for, and the fastest where that does not work", async () => {
    const choice = choose(
      backend("webgpu", { broken: "no adapter" }),
      backend("webgl"),
      backend("wasm", { step: 1 }),
    );
    expect(await choice.start("webgl", images, 1)).toMatchObject({ id: "webgl" });
    expect(await choice.start("webgpu", images, 1)).toMatchObject({ id: "wasm" });
  });

  it("has none where none gives an engine", async () => {
    const full = backend("webgl", {
      engine: (made, engine) => (made === 1 ? engine : refuse("no memory left")),
    });
    const choice = choose(full);
    expect(await choice.start("auto", images, 1)).toBeUndefined();
    expect(choice.reports).toMatchObject([{ backend: "webgl", failure: "no memory left" }]);
  });

  it("opens a lost device anew, at most twice in two minutes, then takes the next; one that gave no answer is left at once", async () => {
    const choice = choose(backend("webgl", { step: 1 }), backend("wasm"));
    await choice.start("auto", images, 1);
    const lose = async (isSilent = false) => {
      clock += 2000;
      return (await choice.replace("webgl", images, 1, { isSilent, at: clock }))?.id;
    };
    expect([await lose(), await lose(), await lose()]).toEqual(["webgl", "webgl", "wasm"]);
    clock += 121_000;
    expect(await lose()).toBe("webgl");
    expect(await lose(true)).toBe("wasm");
  });
});

it("counts the loss of a device that runs share once, whenever they come to notice it", async () => {
  const choice = choose(backend("webgl", { step: 1 }), backend("wasm"));
  await choice.start("auto", images, 1);
  const loseAll = async (at: number) => {
    const taken = [];
    for (let run = 0; run < 4; run++) {
      clock += 3000;
      taken.push((await choice.replace("webgl", images, 1, { isSilent: false, at: at + run }))?.id);
    }
    return taken;
  };
  const same = (id: BackendId) => [id, id, id, id];
  expect(await loseAll(1000)).toEqual(same("webgl"));
  expect(await loseAll(20_000)).toEqual(same("webgl"));
  expect(await loseAll(40_000)).toEqual(same("wasm"));
});

/** What a user waits for, at most. */
const waitLimit = 20_000;

describe("a device that never answers", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  const never = (): Promise<never> => new Promise(() => {});
  const on = (id: BackendId, open: Backend["open"], standsInFor?: BackendId): Backend => ({
    id,
    open: async () => ({ ...(await open()), ...(standsInFor && { standsInFor }) }),
  });
  /** Milliseconds of the lab's own waits until `work` is done. */
  const waited = async <T>(work: Promise<T>): Promise<{ readonly result: T; readonly wait: number }> => {
    let settled: { readonly result: T } | undefined;
    void work.then((result) => {
      settled = { result };
    });
    for (let wait = 0; wait <= 60_000; wait += 500) {
      // Kernels compile by a clock of their own.
      for (let turn = 0; turn < 20 && !settled; turn++) await new Promise((resolve) => setImmediate(resolve));
      if (settled) return { ...settled, wait };
      clock += 500;
      await vi.advanceTimersByTimeAsync(500);
    }
    throw new Error("nothing came within a minute");
  };

  const silences: Record<string, Backend["open"]> = {
    "to the question for an adapter": never,
    "to the question for a device": async () => ({ device: "card", software: false, create: never }),
    "to the first step": backend("webgpu", {
      engine: (_, engine) => Object.assign(engine, { trainStep: never }),
    }).open,
  };
  it.each(Object.entries(silences))(
    "%s costs one wait, of less than 20 seconds, also where it is asked for by name",
    async (_, open) => {
      for (const wanted of ["auto", "webgpu"] as const) {
        const choice = choose(
          on("webgpu", open),
          backend("wasm", { step: 0 }),
          on("webgpu-ops", open, "webgpu"),
        );
        const { result, wait } = await waited(choice.start(wanted, images, 1));
        expect(result?.id).toBe("wasm");
        expect(wait).toBeLessThanOrEqual(waitLimit);
        expect(choice.reports.find((report) => report.backend === "webgpu")).toMatchObject({ silent: true });
        const again = await waited(choice.start(wanted, images, 1));
        expect(again.result?.id).toBe("wasm");
        expect(again.wait).toBe(0);
      }
    },
  );

  it("gives back an engine that comes when nobody waits for it any more", async () => {
    const late: ((engine: Engine) => void)[] = [];
    const create = () => new Promise<Engine>((resolve) => late.push(resolve));
    const slow = on("webgpu", async () => ({ device: "card", software: false, create }));
    const choice = choose(slow, backend("wasm", { step: 0 }));
    await waited(choice.start("auto", images, 1));
    await waited(choice.start("webgpu", images, 1));
    clock += 121_000;
    await waited(choice.start("webgpu", images, 1));
    expect(late.length).toBeGreaterThan(1);
    const dispose = vi.fn();
    for (const give of late) give({ dispose } as unknown as Engine);
    await new Promise((resolve) => setImmediate(resolve));
    expect(dispose).toHaveBeenCalledTimes(late.length);
  });

  it("of several runs that begin meanwhile each waits for the same measurement", async () => {
    const choice = choose(on("webgpu", never), backend("wasm", { step: 0 }));
    const { wait } = await waited(Promise.all([1, 2, 3].map((seed) => choice.start("auto", images, seed))));
    expect(wait).toBeLessThanOrEqual(waitLimit / 2);
  });

  it("is opened anew before what is slow or was never measured", async () => {
    const choice = choose(backend("webgpu", { software: true }), backend("wasm", { step: 0 }));
    await waited(choice.start("auto", images, 1));
    const { result } = await waited(choice.replace("wasm", images, 1, { isSilent: true, at: clock }));
    expect(result?.id).toBe("wasm");
  });
});
