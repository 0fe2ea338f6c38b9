/**
 * @module How often the statistics are wrong where the truth is known: `node bench/null-tests.ts`.
 *
 * Comparisons of equal systems and of one that lost the margin, coverage of intervals, thresholds
 * with a promise, evidence looked at after every pair, windows without drift, and what 200 cases of 10 measures cost.
 * Everything is seeded; a run takes some minutes.
 */
import { cpus } from "node:os";
import {
  decideGate,
  judgeImprovement,
  judgeRegression,
  makeDefaultPolicy,
  measureCases,
} from "../src/evaluate/index.ts";
import { createRandom } from "../src/foundation/random.ts";
import {
  BINARY,
  ONE_SIDED,
  RANKING,
  simulateComparison,
  simulateConformal,
  simulateCoverage,
  simulateLooks,
  simulateRiskControl,
  simulateWindows,
} from "./simulations.ts";

const MARGIN = 0.02;
const PAIRS = 500;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const row = (...cells: readonly (string | number)[]): void => {
  console.log(`| ${cells.join(" | ")} |`);
};

function verdicts(): void {
  row("comparisons, sd .2", "n", "regression pass", "fail", "improvement pass");
  row("---", "---", "---", "---", "---");
  for (const shift of [0, -MARGIN, -0.05, 0.03])
    for (const n of [50, 100, 200]) {
      const counts = { pass: 0, fail: 0, improved: 0 };
      for (let pair = 0; pair < PAIRS; pair++) {
        const found = simulateComparison(RANKING, n, { seed: `null/${n}/${shift}/${pair}`, shift });
        const { verdict } = judgeRegression(found, MARGIN);
        if (verdict !== "inconclusive") counts[verdict]++;
        if (judgeImprovement(found).verdict === "pass") counts.improved++;
      }
      const shares = [counts.pass, counts.fail, counts.improved];
      row(`true difference ${shift}`, n, ...shares.map((count) => percent(count / PAIRS)));
    }
}

function coverage(): void {
  row("95 % intervals", "n", "t", "BCa", "hull");
  row("---", "---", "---", "---", "---");
  for (const shape of [RANKING, BINARY, ONE_SIDED])
    for (const n of [30, 50, 100]) {
      const { t, bca, hull } = simulateCoverage(shape, n, 2000);
      row(shape.name, n, percent(t), percent(bca), percent(hull));
    }
}

function promises(): void {
  row("promise", "n", "broken", "mean");
  row("---", "---", "---", "---");
  for (const n of [60, 100, 200, 500, 1000]) {
    const { broken, coverage: answered } = simulateRiskControl(n, 1000);
    row(
      "risk control .05 at 95 %: mean is coverage of .316",
      n,
      percent(broken),
      percent(answered),
    );
  }
  for (const m of [19, 60, 200]) {
    const { mean, broken } = simulateConformal(m, 1000, { alpha: 0.1 });
    row("conformal .1 on average: mean answered", m, percent(broken), percent(mean));
  }
  const sure = simulateConformal(100, 1000, { alpha: 0.1, confidence: 0.9 });
  row("conformal .1 with 90 %: mean answered", 100, percent(sure.broken), percent(sure.mean));
  const { twoSided, better } = simulateLooks(1000, 2000);
  row("evidence 20 of equal systems, either side", 1000, percent(twoSided), "");
  row("evidence 20 of equal systems, better", 1000, percent(better), "");
}

function drift(): void {
  row("windows of one score", "n a side", "index above .1", "warned at .01");
  row("---", "---", "---", "---");
  for (const shift of [0, 0.2, 0.3])
    for (const n of [100, 200, 500]) {
      const found = simulateWindows(n, 500, shift);
      const { indexAbovePoint1, kolmogorovSmirnov } = found;
      row(`moved by ${shift} sd`, n, percent(indexAbovePoint1), percent(kolmogorovSmirnov));
    }
}

/** Skewed on purpose, so that every mean and every difference is resampled. */
function cost(): void {
  const random = createRandom("cost");
  const names = Array.from({ length: 10 }, (_, i) => `measure ${i}`);
  const draw = (): number => (random.uniform() < 0.85 ? 0 : random.uniform());
  const cases = names.map(() =>
    Array.from({ length: 200 }, (_, place) => ({
      caseId: `${place}`,
      scores: [draw()],
      baseline: [0],
    })),
  );
  const before = process.cpuUsage();
  const started = performance.now();
  const measures = names.map((measure, i) => measureCases(cases[i] ?? [], { measure, seed: "42" }));
  const decision = decideGate({ policy: makeDefaultPolicy(names), measures, compared: true });
  const { user } = process.cpuUsage(before);
  const resampled = measures.filter(({ comparison }) => comparison?.method === "hull").length;
  row("200 cases, 10 measures", "seconds", "of the processor", "differences resampled", "verdict");
  row("---", "---", "---", "---", "---");
  const seconds = [(performance.now() - started) / 1000, user / 1e6].map((s) => s.toFixed(2));
  row(cpus()[0]?.model ?? "unknown", ...seconds, resampled, decision.verdict);
}

for (const part of [cost, promises, drift, verdicts, coverage]) {
  part();
  console.log("");
}
