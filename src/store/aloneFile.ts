/** @file An architecture trained alone as the browser keeps it from one page to the next. */
import { parseJson, readFields } from "../core/fieldReader.ts";
import { settingSpec } from "../core/heuristics/index.ts";
import type { RunId } from "../core/run.ts";
import { legalSetting } from "../core/settings.ts";
import { spaceById } from "../core/spaces/index.ts";
import { isMadeAlike, protocolOf } from "./aloneProtocol.ts";
import { type StandAloneTask, startingStandAlone } from "./standAloneState.ts";

/** The text; `readAlone` reads it back. */
export function printAlone({ request, backend, code, results }: StandAloneTask): string {
  return JSON.stringify({ request, recipe: protocolOf(request)?.recorded, backend, code, results });
}

/**
 * A task that is over, with what came out of it; `undefined` where the text is none of this lab, nothing came out, or it was trained by another
 * recipe than that of now, whose accuracies would stand beside its own.
 */
export function readAlone(id: RunId, text: string): StandAloneTask | undefined {
  const json = parseJson(text);
  if (!json.ok) return undefined;
  const read = readFields(json.value, (root): StandAloneTask => {
    const request = root.at("request");
    const [space, architecture] = [request.at("space").text(), request.at("architecture").text()];
    if (!spaceById(space)?.parse(architecture)) return request.fail("an architecture of a space of this lab");
    const settings = request
      .at("settings")
      .entries()
      .map(([key, value]) => {
        const spec = settingSpec(key);
        const setting = value.scalar();
        return spec && legalSetting(spec, setting) ? ([key, setting] as const) : value.fail("a setting");
      });
    const results = root
      .at("results")
      .items()
      .map((result) => ({
        seed: result.at("seed").count(),
        test: result.at("test").fraction(),
        validation: result.at("validation").fraction(),
        loss: result.at("loss").type === "null" ? null : result.at("loss").number(),
        gradientNorm: result.at("gradientNorm").number(),
      }));
    if (results.length === 0) return root.at("results").fail("one result at least");
    const seeds = results.map(({ seed }) => seed);
    const asked = { space, dataset: request.at("dataset").text(), architecture, seeds };
    if (!isMadeAlike(root.at("recipe").raw, asked)) return root.at("recipe").fail("the one of now");
    return {
      ...startingStandAlone(id, { ...asked, settings: Object.fromEntries(settings) }),
      backend: root.at("backend").text(),
      code: root.at("code").text(),
      results,
    };
  });
  return read.ok ? read.value : undefined;
}
