/**
 * Opens a report in headless Chromium with the network cut off and takes its picture.
 * From a shell: `node --import tsx test/support/photograph-report.ts RUN_DIRECTORY PICTURE.png`.
 */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "puppeteer-core";

/** Chromium of this machine, or of `CHROMIUM`; undefined when there is none. */
export const chromium: string | undefined = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((file) => file !== undefined && existsSync(file));

export interface Photograph {
  readonly title: string;
  /** What the page wrote to the console, and errors in it. */
  readonly complaints: readonly string[];
  /** Addresses that it asked for beside its own. */
  readonly requests: readonly string[];
  /** Wider than the window: something sticks out. */
  readonly isTooWide: boolean;
  /** The page's text as a reader sees it. */
  readonly text: string;
}

/** Takes a picture of a report: the whole page, or its first screen when `height` is given. */
export async function photographReport(
  report: string,
  picture: string,
  window: { readonly width: number; readonly height?: number; readonly scheme?: "light" | "dark" } = { width: 1280 },
): Promise<Photograph> {
  if (chromium === undefined)
    throw new Error("there is no Chromium: install Debian's package chromium, or set CHROMIUM");
  await mkdir(dirname(picture), { recursive: true });
  const browser = await launch({
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
  });
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    const own = pathToFileURL(report).href;
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.setRequestInterception(true);
    page.on("request", (request) => {
      const isOwn = request.url() === own || request.url().startsWith("data:");
      if (!isOwn) requests.push(request.url());
      void (isOwn ? request.continue() : request.abort());
    });
    await page.setViewport({ width: window.width, height: window.height ?? 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: window.scheme ?? "light" }]);
    await page.goto(own, { waitUntil: "load" });
    await page.screenshot({ path: picture, fullPage: window.height === undefined });
    const [isTooWide, text] = (await page.evaluate(
      "[document.documentElement.scrollWidth > window.innerWidth, document.body.innerText]",
    )) as [boolean, string];
    return { title: await page.title(), complaints, requests, isTooWide, text };
  } finally {
    await browser.close();
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [run, picture] = process.argv.slice(2);
  if (run === undefined || picture === undefined) throw new Error("give a run's directory and the picture's name");
  const { complaints } = await photographReport(resolve(join(run, "report.html")), picture, {
    width: 1280,
    height: 1500,
  });
  for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
}
