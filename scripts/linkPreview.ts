/** @file The picture that programs show beside a link. They want its whole address, and only who publishes the site knows that. */
import type { HtmlTagDescriptor, Plugin } from "vite";

const picture = "preview.jpg";
const about = "The lab in training: super-net accuracy against stand-alone accuracy";

/**
 * The meta elements of the preview.
 * @param site address that the site is published under; absent or empty: not known, so that no picture is named
 * @throws Error where it is no address of the web
 */
export function previewTags(site: string | undefined): HtmlTagDescriptor[] {
  if (!site) return [named("twitter:card", "summary")];
  const address = URL.canParse(site) ? new URL(site) : undefined;
  if (!address || !/^https?:$/.test(address.protocol))
    throw new Error(
      `SITE_URL must be the whole address of the site, as https://example.org/lab/, not "${site}"`,
    );
  const folder = `${address.origin}${address.pathname.replace(/\/?$/, "/")}`;
  return [
    property("og:url", folder),
    property("og:image", `${folder}${picture}`),
    property("og:image:width", "1200"),
    property("og:image:height", "630"),
    property("og:image:alt", about),
    named("twitter:card", "summary_large_image"),
  ];
}

/** Puts them into the page; a build that does not know its address says so. */
export function linkPreview(site: string | undefined): Plugin {
  return {
    name: "link-preview",
    configResolved({ command, logger }) {
      if (command === "build" && !site)
        logger.info("SITE_URL is not set: previews of links to this site come without a picture");
    },
    transformIndexHtml: () => previewTags(site),
  };
}

const property = (name: string, content: string): HtmlTagDescriptor => ({
  tag: "meta",
  attrs: { property: name, content },
  injectTo: "head",
});

const named = (name: string, content: string): HtmlTagDescriptor => ({
  tag: "meta",
  attrs: { name, content },
  injectTo: "head",
});
