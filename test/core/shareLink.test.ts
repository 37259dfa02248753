import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultConfig, settingsDiff } from "../../src/core/config.ts";
import { formerOf } from "../../src/core/formerDefaults.ts";
import { allSettings, recipeOf, settingsFor } from "../../src/core/heuristics/index.ts";
import { readChanges } from "../../src/core/linkStory.ts";
import { defaultView, viewSettings } from "../../src/core/linkView.ts";
import { fromLink, type LabLink, toLink } from "../../src/core/shareLink.ts";
import { spaces } from "../../src/core/spaces/index.ts";
import given from "../fixtures/links/given.json" with { type: "json" };
import { anySettings } from "./legalSettings.ts";

const plain: LabLink = { config: defaultConfig(), view: defaultView };
const panels = ["scatter", "correlation", "training", "histogram", "search", "settings", "cell-view"];

const anyLink: fc.Arbitrary<LabLink> = fc
  .constantFrom(...spaces)
  .chain((space) =>
    fc.record({
      space: fc.constant(space),
      seed: fc.integer({ min: 0, max: 0xffffffff }),
      settings: anySettings(settingsFor(space)),
      view: anySettings(viewSettings),
      hide: fc.subarray(panels),
      show: fc.subarray(panels),
      lock: fc.subarray(["lr", "space", "all"]),
      lesson: fc.constantFrom("", "ranking", "ranking.2"),
    }),
  )
  .map(({ space, seed, settings, view, ...named }) => ({
    config: { ...plain.config, space: space.id, seed, settings: settingsDiff(space, settings) },
    view: { ...defaultView, ...view, ...named },
  }));

describe("toLink", () => {
  test("holds the version alone where nothing differs", () => {
    expect(toLink(plain)).toBe("#v=2");
  });

  test("holds what differs, readably", () => {
    const config = { ...plain.config, seed: 7, settings: { lr: 0.1, bn: "running", nesterov: true } };
    const view = { ...defaultView, autorun: false, thr: 0.005, hide: ["histogram", "search"] };
    expect(toLink({ config, view })).toBe(
      "#v=2&seed=7&bn=running&lr=0.1&nesterov=1&autorun=0&thr=0.005&hide=histogram,search",
    );
  });

  test("leaves out what is not legal", () => {
    const config = { space: "?", dataset: "&", seed: -3, settings: { lr: 99, nonsense: "a&b=c" } };
    const view = { ...defaultView, thr: 7, hide: ["a b", "c,d", ""] };
    expect(toLink({ config, view })).toBe("#v=2");
  });

  test("every link reads back as what was written, without a warning", () => {
    fc.assert(
      fc.property(anyLink, (link) => {
        const hash = toLink(link);
        expect(fromLink(hash)).toEqual({ link, warnings: [] });
        expect(fromLink(hash.slice(1))).toEqual(fromLink(hash));
        expect(hash).toMatch(/^#v=2(&[a-z]+=[A-Za-z0-9.,+-]+)*$/);
      }),
    );
  });

  test("the longest stays under the 2,000 characters that chats keep, address included", () => {
    const full = anySettings().filter((settings) => Object.keys(settings).length > 0);
    fc.assert(
      fc.property(anyLink, full, (link, settings) => {
        expect(toLink({ ...link, config: { ...link.config, settings } }).length).toBeLessThan(1800);
      }),
    );
    // Worse than any draw: all settings at their longest.
    const longest = allSettings.map((spec): [string, string | number | boolean] => [
      spec.key,
      spec.kind === "number"
        ? spec.integer
          ? spec.max
          : spec.min + (spec.max - spec.min) * 0.1234567890123
        : spec.kind === "toggle"
          ? !spec.default
          : (spec.choices.findLast(({ value }) => value !== spec.default)?.value ?? spec.default),
    ]);
    const config = { ...plain.config, seed: 0xffffffff, settings: Object.fromEntries(longest) };
    const view = { ...defaultView, autorun: false, embed: true, hide: panels };
    expect(toLink({ config, view }).length).toBeLessThan(1800);
  });
});

test("a link to a comparison carries the seed and settings of its baseline, and names what is wrong with them", () => {
  const { link } = fromLink("#v=2&lr=0.1");
  const baseline = { ...link.config, seed: 3, settings: { sampler: "fairnas" } };
  const text = toLink({ ...link, baseline });
  expect(text).toBe("#v=2&lr=0.1&vs=seed%3D3%26sampler%3Dfairnas");
  expect(fromLink(text)).toEqual({ link: { ...link, baseline }, warnings: [] });
  const elsewhere = { ...baseline, space: spaces[1].id };
  expect(toLink({ ...link, baseline: elsewhere })).toBe("#v=2&lr=0.1");
  const bad = fromLink("#v=2&vs=lr%3D7");
  expect(bad.link.baseline).toEqual({ ...link.config, settings: {} });
  expect(bad.warnings.join()).toContain("Learning rate (lr) cannot be");
});

describe("fromLink", () => {
  test.each(["", "#", "#v=2", "v=2", "#&&"])("%j is the default, without a warning", (hash) => {
    expect(fromLink(hash)).toEqual({ link: plain, warnings: [] });
  });

  const broken: [string, RegExp][] = [
    ["#v=2&lr=fast", /Learning rate \(lr\) cannot be "fast": it must be a number from 0.0001 to 1/],
    ["#v=2&nesterov=yes", /Nesterov \(nesterov\).*1 \(on\) or 0 \(off\)/],
    ["#v=2&bn=Batch", /one of batch, running, recalibrated/],
    ["#v=2&thr=many", /Threshold.*from 0 to 0.1/],
    ["#v=2&backend=cuda", /Backend \(backend\).*one of auto, webgpu/],
    ["#v=2&space=mars", /search space called "mars"/],
    ["#v=2&seed=1.5", /seed "1.5"/],
    ["#v=2&seed=", /seed ""/],
    ["#v=2&unknown=1", /no setting called "unknown"/],
    ["#v=2&lr", /"lr".*key=value/],
    ["#v=2&=3", /"=3".*key=value/],
    ["#v=2&lr=%E0%A4%A", /left out/],
    ["#v=2&hide=<script>", /hide must name panels/],
    ["#v=2&show=a b", /show must name panels/],
    ["#v=2&lock=l_r", /lock must name settings/],
    ["#v=2&lesson=ranking.0", /lesson cannot be "ranking.0": .* as in ranking.2/],
    ["#v=99", /newer lab \(version 99\)/],
    ["#v=x", /version "x"/],
  ];
  test.each(broken)("%s falls back to the default and says why", (hash, message) => {
    const { link, warnings } = fromLink(hash);
    expect(link).toEqual(plain);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(message);
  });

  test("one broken field spoils no other", () => {
    const { link, warnings } = fromLink("#v=2&bn=broken&lr=0.1&epochs=4&lr=0.2&theme=dark");
    expect(link.config.settings).toEqual({ lr: 0.1, epochs: 4 });
    expect(link.view.theme).toBe("dark");
    expect(warnings).toHaveLength(2);
  });

  test("links that were given out mean the same for ever; never edit a line, only add", () => {
    for (const { hash, means } of given) {
      const { link, warnings } = fromLink(hash);
      const { changes, run: _, ...meant } = means;
      expect(warnings).toEqual([]);
      expect(link).toMatchObject(meant);
      if (changes) expect(readChanges(link.changes ?? "", link.config)).toEqual({ changes, warnings: [] });
    }
  });

  test("a setting that another one replaced means what it meant", () => {
    const settingsIn = (hash: string) => fromLink(hash).link.config.settings;
    expect(settingsIn("#v=2&decayinactive=1")).toEqual({ inactive: "study" });
    expect(settingsIn("#v=2&decayinactive=0")).toEqual({});
    expect(fromLink("#v=2&decayinactive=1").warnings).toEqual([]);
    // Whoever wrote both knew the present one.
    expect(settingsIn("#v=2&decayinactive=1&inactive=decay")).toEqual({ inactive: "decay" });
    expect(settingsIn("#v=2&inactive=decay&decayinactive=1")).toEqual({ inactive: "decay" });
    expect(fromLink("#v=2&decayinactive=maybe").warnings[0]).toMatch(/no setting called "decayinactive"/);
  });

  test("a default that changed since keeps its old value in old links", () => {
    const former = { 1: [{ settings: { lr: 0.2, epochs: 5 } }] };
    const none = { defaults: {} };
    expect(formerOf(1, { epochs: 6 }, none, former)).toEqual({ lr: 0.2, epochs: 5 });
    expect(formerOf(2, { epochs: 6 }, none, former)).toEqual({});
    // A space that has its own default had it then, unless it says otherwise.
    const own = { defaults: { lr: 0.3 } };
    expect(formerOf(1, {}, own, former)).toEqual({ epochs: 5 });
    const changed = { ...own, formerDefaults: { 1: { lr: 0.4, wd: 0.001 } } };
    expect(formerOf(1, { wd: 0 }, changed, former)).toEqual({ lr: 0.4, epochs: 5, wd: 0.001 });
    // What the link says goes before.
    const settings = (hash: string) => fromLink(hash).link.config.settings;
    expect(settings("#v=1&space=darts")).toEqual({ evalimages: 2000 });
    expect(settings("#v=1&space=darts&evalimages=500")).toEqual({ evalimages: 500 });
  });

  test("a default that changed since says nothing where it did nothing", () => {
    const former = { 1: [{ settings: { lr: 0.2 }, beside: { nesterov: true } }] };
    const none = { defaults: {} };
    expect(formerOf(1, { nesterov: true }, none, former)).toEqual({ lr: 0.2 });
    expect(formerOf(1, { nesterov: false }, none, former)).toEqual({});
  });

  test("what was given out in version 1 still means what it meant", () => {
    const recipe = (hash: string) => {
      const { config } = fromLink(hash).link;
      return recipeOf(spaces.find(({ id }) => id === config.space)!, config.settings);
    };
    const network = (hash: string) => recipe(hash).network;
    for (const { id } of spaces) {
      expect(network(`#v=1&space=${id}&cells=3`).cells).toBe(3);
      expect(network(`#v=1&space=${id}&ofa=1`).nestedSharing).toBe("kernel");
      expect(network(`#v=2&space=${id}&ofa=1`).nestedSharing).toBe("all");
      expect(recipe(`#v=1&space=${id}&landmark=1`).training.landmarkRule).toBe("margin");
      expect(recipe(`#v=2&space=${id}&landmark=1`).training.landmarkRule).toBe("study");
      expect(recipe(`#v=1&space=${id}`).evaluation.images).toBe(2000);
      expect(recipe(`#v=2&space=${id}`).evaluation.images).toBe(1000);
    }
    expect(recipe("#v=1")).toMatchObject({
      optimizer: { schedule: "cosine" },
      training: { sampler: "random-nas", epochs: 16 },
    });
    expect(recipe("#v=2")).toMatchObject({
      optimizer: { schedule: "constant" },
      training: { sampler: "random-a", epochs: 12 },
    });
    expect(network("#v=1&space=nasbench101").cells).toBe(1);
    expect(network("#v=2&space=nasbench101").cells).toBe(2);
  });

  test("never throws, whatever it is given", () => {
    const keys = [...allSettings, ...viewSettings].map(({ key }) => key);
    const key = fc.oneof(fc.constantFrom(...keys, "v", "space", "seed", "hide", "__proto__"), fc.string());
    const text = fc.string({ unit: "binary" });
    const pairs = fc.array(fc.tuple(key, text)).map((all) => all.map((pair) => pair.join("=")).join("&"));
    fc.assert(
      fc.property(fc.oneof(text, pairs, pairs.map(encodeURI)), (hash) => {
        const { link } = fromLink(hash);
        expect(fromLink(toLink(link))).toEqual({ link, warnings: [] });
      }),
      // Fields of which only the names are special come too seldom by chance.
      { numRuns: 500, examples: [["run="], ["changes="], ["RUN=&v=2"]] },
    );
  });
});
