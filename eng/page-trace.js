// Opens a page in Chromium and measures it; eng/page-trace makes the page and says where Playwright and Chromium are.
const [playwright, executablePath, file] = process.argv.slice(2);
const { chromium } = require(playwright);

const observe = () => {
  window.longTasks = [];
  new PerformanceObserver(list => window.longTasks.push(...list.getEntries().map(one => one.duration)))
    .observe({ type: "longtask", buffered: true });
  new MutationObserver((_, observer) => {
    if (!document.querySelector("#rows .row")) return;
    window.firstRow = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
};

/** Scrolls to the end, a screen or so for each frame, and returns the greatest number of rows. */
const scroll = async () => {
  const scroller = document.getElementById("timeline");
  let most = 0;
  let frames = 0;
  while (scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 1) {
    scroller.scrollTop += 1500;
    await new Promise(requestAnimationFrame);
    most = Math.max(most, document.querySelectorAll("#rows .row").length);
    frames++;
  }
  return { most, frames };
};

/** Returns the longest task of the main thread of the page in a Chromium trace, in milliseconds: its duration and its CPU time. */
function longestTask(events) {
  const nameOf = one => `${one.pid} ${one.tid}`;
  const threads = new Set(events.filter(one => one.name === "thread_name" && one.args.name === "CrRendererMain").map(nameOf));
  const tasks = events.filter(one => one.name.endsWith("RunTask") && one.ph === "X" && threads.has(nameOf(one)));
  return ["dur", "tdur"].map(time => tasks.reduce((most, one) => Math.max(most, (one[time] ?? 0) / 1000), 0));
}

async function main() {
  const browser = await chromium.launch({ executablePath, args: ["--disable-gpu"] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(observe);
  await page.goto(`file://${file}`);
  await page.waitForSelector("#rows .row");
  console.log(`first row: ${(await page.evaluate("firstRow")).toFixed(0)} ms after the start of the page`);
  await page.click("#expand-all");
  await page.waitForTimeout(500);
  const before = await page.evaluate("longTasks.length");

  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on("Tracing.dataCollected", data => events.push(...data.value));
  const complete = new Promise(resolve => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.start", { traceConfig: { includedCategories: ["toplevel"] } });
  const { most, frames } = await page.evaluate(scroll);
  await session.send("Tracing.end");
  await complete;

  const tasks = (await page.evaluate("longTasks")).slice(before);
  console.log(`scrolled in ${frames} frames`);
  const [duration, processor] = longestTask(events);
  console.log(`longest task: ${duration.toFixed(1)} ms, ${processor.toFixed(1)} ms of it on the processor; above 50 ms: ${tasks.length}`);
  console.log(`rows in the document: at most ${most}`);
  await browser.close();
}

main();
