// Measures pages with Lighthouse as a phone would see them, in a Chromium that runs already.
// Standard input: {"port", "pages": [{"name", "url", "headers", "left"}]}; `left` names audits that
// do not apply. Standard output: {name: {scores, failed, runs}}.
import lighthouse from "lighthouse";

const CATEGORIES = ["accessibility", "best-practices", "seo", "performance"];
const ENOUGH = 0.99;
const MOST_RUNS = 5;
const MOST_TRIES = 3;
// Lighthouse makes a phone of the middle class of a fast desktop by slowing it down four times. A
// machine that is slower, or busy, is part of the way there already.
const FAST_DESKTOP = 1500;
const slowdown = (index) => Math.max(1, (4 * Math.min(index, FAST_DESKTOP)) / FAST_DESKTOP);

const attempt = async (port, page, more) =>
  (
    await lighthouse(page.url, {
      port,
      logLevel: "silent",
      onlyCategories: CATEGORIES,
      skipAudits: page.left,
      extraHeaders: page.headers,
      disableFullPageScreenshot: true,
      ...more,
    })
  ).lhr;

// Now and then Lighthouse itself fails, and a category has no score: that measured nothing.
const whole = (report) => Object.values(report.categories).every((one) => one.score !== null);

const run = async (port, page, more) => {
  let report = await attempt(port, page, more);
  for (let tries = 1; !whole(report) && tries < MOST_TRIES; tries++) {
    report = await attempt(port, page, more);
  }
  return report;
};

// The score without the time that scripts block: all of it that does not hang on the processor.
const still = (report) => {
  const parts = report.categories.performance.auditRefs.filter(
    (one) => one.weight && one.id !== "total-blocking-time",
  );
  const points = parts.map((one) => one.weight * report.audits[one.id].score);
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
  return sum(points) / sum(parts.map((one) => one.weight));
};

const speed = (report) => ({
  score: report.categories.performance.score,
  still: still(report),
  index: report.environment.benchmarkIndex,
  slowdown: report.configSettings.throttling.cpuSlowdownMultiplier,
  parts: Object.fromEntries(
    report.categories.performance.auditRefs
      .filter((one) => one.weight)
      .map((one) => [one.id, report.audits[one.id].displayValue]),
  ),
});

const failed = (report) =>
  Object.values(report.categories)
    .filter((one) => one.id !== "performance")
    .flatMap((one) => one.auditRefs.filter((ref) => ref.weight && report.audits[ref.id].score < 1))
    .map((ref) => report.audits[ref.id])
    .filter((audit) => audit.score !== null)
    .map((audit) => `${audit.id}: ${JSON.stringify(audit.details?.items ?? "").slice(0, 400)}`);

const measure = async (port, page) => {
  const first = await run(port, page, {});
  const runs = [speed(first)];
  while (runs.at(-1).score < ENOUGH && runs.length < MOST_RUNS) {
    const throttling = { ...first.configSettings.throttling };
    throttling.cpuSlowdownMultiplier = slowdown(runs.at(-1).index);
    runs.push(speed(await run(port, page, { onlyCategories: ["performance"], throttling })));
  }
  const scores = Object.values(first.categories).map((one) => [one.id, one.score]);
  return { scores: Object.fromEntries(scores), failed: failed(first), runs };
};

let told = "";
for await (const part of process.stdin) told += part;
const { port, pages } = JSON.parse(told);
const found = {};
for (const page of pages) found[page.name] = await measure(port, page);
process.stdout.write(JSON.stringify(found), () => process.exit(0));
