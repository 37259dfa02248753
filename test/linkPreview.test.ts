/** @file The preview of a link: its picture has a whole address or is not named. */
import { describe, expect, it } from "vitest";
import { previewTags } from "../scripts/linkPreview.ts";

const contentOf = (site: string | undefined, name: string): unknown =>
  previewTags(site).find(({ attrs }) => attrs?.property === name || attrs?.name === name)?.attrs?.content;

describe("the preview of a link", () => {
  it.each(["https://example.org/lab", "https://example.org/lab/", "https://example.org/lab/?from=mail#v=2"])(
    "names its picture by the whole address under %s",
    (site) => {
      expect(contentOf(site, "og:image")).toBe("https://example.org/lab/preview.jpg");
      expect(contentOf(site, "og:url")).toBe("https://example.org/lab/");
      expect(contentOf(site, "twitter:card")).toBe("summary_large_image");
    },
  );

  it.each([undefined, ""])("names no picture where the address is not known (%s)", (site) => {
    expect(contentOf(site, "og:image")).toBeUndefined();
    expect(contentOf(site, "twitter:card")).toBe("summary");
  });

  it.each(["example.org/lab", "/lab/", "ftp://example.org"])("refuses %s, saying what to give", (site) => {
    expect(() => previewTags(site)).toThrow(/SITE_URL must be the whole address.*https:\/\//);
  });
});
