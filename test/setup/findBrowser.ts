/** @file Finds a Chromium for the browser tests and installs one where there is none. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

const known = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/microsoft-edge",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** Path of a Chromium, Chrome or Edge; `CHROME_PATH` goes first. Synchronous, and `undefined` where none is installed. */
function installedBrowser(): string | undefined {
  return [process.env.CHROME_PATH ?? "", ...known, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );
}

/** The installed browser, else a fresh one: Debian's package where apt-get may be used, Playwright's download elsewhere. */
export function ensureBrowser(): string {
  const found = installedBrowser();
  if (found) return found;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    const options = { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } } as const;
    execFileSync("apt-get", ["update"], options);
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], options);
  } else {
    const folder = dirname(createRequire(import.meta.url).resolve("playwright-core/package.json"));
    execFileSync(process.execPath, [join(folder, "cli.js"), "install", "chromium"], { stdio: "inherit" });
  }
  const installed = installedBrowser();
  if (!installed)
    throw new Error("no Chromium, Chrome or Edge found; install one or set CHROME_PATH to its program");
  return installed;
}

/** The Vulkan manifest of SwiftShader that comes with the browser; Dawn in Node needs it to compute without a GPU. */
export function swiftShaderManifest(): string {
  const folders = [
    dirname(ensureBrowser()),
    "/usr/lib/chromium",
    "/usr/lib/chromium-browser",
    "/opt/google/chrome",
  ];
  const found = folders
    .map((folder) => join(folder, "vk_swiftshader_icd.json"))
    .find((path) => existsSync(path));
  if (!found) throw new Error("the browser's vk_swiftshader_icd.json was not found beside it");
  return found;
}
