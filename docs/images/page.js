// Makes a picture of a page: node page.js PLAYWRIGHT ADDRESS FILE WIDTH HEIGHT light|dark [SELECTOR to wait for] [KEY…]
const [playwright, address, file, width, height, colorScheme, selector, ...keys] = process.argv.slice(2);
const { chromium } = require(playwright);

(async () => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--disable-gpu"] });
  const context = await browser.newContext({ viewport: { width: Number(width), height: Number(height) }, colorScheme });
  const page = await context.newPage();
  await page.goto(address);
  if (selector) await page.waitForSelector(selector);
  for (const key of keys) await page.keyboard.press(key);
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.screenshot({ path: file });
  await browser.close();
})();
