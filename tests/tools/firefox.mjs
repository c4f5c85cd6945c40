// Opens pages in a headless Firefox and says what is wider than its window, last of all in large type
// at the first of the widths.
// Standard input: {"firefox", "widths", "pages": [{"name", "url", "cookies", "before", "open"}]}; `before` is
// what is filled in, or pressed, and `open` a selector of what is opened before one looks. Standard output: {"name at width": [what and by how much]}.
import puppeteer from "puppeteer-core";
import { wider } from "./wider.mjs";

const HEIGHT = 844;
const MOST = 5; // of what stands out, the outermost
const PATIENCE = 120_000; // milliseconds; a busy machine takes its time

const { firefox, widths, pages } = JSON.parse(await new Response(process.stdin).text());
const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true, timeout: PATIENCE });
const found = {};
try {
  for (const { name, url, cookies = [], before = [], open = "" } of pages) {
    const context = await browser.createBrowserContext();
    await context.setCookie(...cookies);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(url, { waitUntil: "load" });
    if (page.url() !== url && page.url().includes("/admin/login/")) throw new Error(`${name}: the door, and not the page`);
    for (const [selector, value] of before) {
      if (value) await page.$eval(selector, (one, words) => (one.value = words), value);
      else await page.click(selector);
    }
    for (const width of [...widths, "large"]) {
      if (width === "large") await page.evaluate(() => (document.documentElement.dataset.type = "large"));
      await page.setViewport({ width: width === "large" ? widths[0] : width, height: HEIGHT });
      if (open) await page.click(open);
      const said = await page.evaluate(wider, MOST);
      if (open) await page.click(open);
      if (said.length) found[`${name} at ${width}`] = said;
    }
    await context.close();
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(found));
