/** @module Each criterion of the entry gate, from what was measured. */
import { computeWilsonInterval } from "../../foundation/statistics/intervals/proportion.ts";
import { MONTH_MS } from "../../foundation/durations.ts";
import { NOT_KNOWN, type Criterion, type CriterionId, type GateFacts } from "./gate.ts";
import { LABEL_KINDS, LABEL_WORDS, type Lane, type LaneNeeds } from "./lanes.ts";
import { findPattern, shareOfLane } from "./pattern.ts";

export interface Asked {
  readonly lane: Lane;
  readonly needs: LaneNeeds;
  readonly facts: GateFacts;
  /** Rows leave the house: a provider tunes. */
  readonly hosted: boolean;
}

interface Found extends Pick<Criterion, "state" | "value" | "window" | "n"> {
  readonly threshold: string;
}

export interface Definition {
  readonly id: CriterionId;
  readonly text: string;
  /** Whether the lane is asked. */
  readonly asks: (needs: LaneNeeds) => boolean;
  readonly check: (asked: Asked) => Found;
}

const VERSIONS = 3;
const EXAMPLES = 3;
const LEAST_GAIN = 0.01;
const MONTH_DAYS = 30;
const MONTHS = 3;
const ACTIVE_DAYS = 20;
const QUESTIONS = 300;
const FAILURES = 50;
const PATTERN_SHARE = 0.2;
const LANE_SHARE = 0.1;
const STABLE_DAYS = 60;
const STABLE_SHARE = 0.1;
const BASE_MONTHS = 9;

const isGenerator = ({ kind }: LaneNeeds): boolean => kind === "generator";
const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
const unknown = (threshold: string, value = NOT_KNOWN): Found => ({
  state: "unknown",
  value,
  threshold,
});
const judge = (met: boolean): Criterion["state"] => (met ? "met" : "missing");

function checkPrompts({ facts: { prompts, target } }: Asked): Found {
  const threshold = `${VERSIONS} versions, one with ${EXAMPLES} examples; the best below the target, or no better than before`;
  if (!prompts) return unknown(threshold);
  const { versions, examples, best, gain, cases: n } = prompts;
  const told = `${versions} versions, at most ${examples} examples, the best ${percent(best.mean)} right`;
  if (versions < VERSIONS || examples < EXAMPLES)
    return { state: "missing", value: told, threshold, n };
  if (target !== undefined && best.high < target)
    return { state: "met", value: `${told}, surely below ${percent(target)}`, threshold, n };
  if (target !== undefined && best.low >= target)
    return { state: "missing", value: `${told}: it reaches ${percent(target)}`, threshold, n };
  if (!gain) return { ...unknown(threshold, told), n };
  const stalled = gain.difference < LEAST_GAIN && gain.low <= 0;
  const value = `${told}, the newest ${percent(gain.difference)} over those before`;
  return { state: judge(stalled), value, threshold, n };
}

function checkCheaper({ needs, facts: { cheaperMeasured } }: Asked): Found {
  const threshold = `${needs.cheaper} measured first`;
  if (cheaperMeasured === undefined) return unknown(threshold);
  return {
    state: judge(cheaperMeasured),
    value: cheaperMeasured ? "other settings were measured" : "one setting was measured",
    threshold,
  };
}

function checkTraffic({ facts: { traffic } }: Asked): Found {
  const threshold = `${MONTHS * MONTH_DAYS} days, each month with ${ACTIVE_DAYS} active days and ${QUESTIONS} questions`;
  if (!traffic) return unknown(threshold);
  const { days, months } = traffic;
  const last = months.slice(-MONTHS);
  const isBusy = ({ activeDays, questions }: (typeof months)[number]): boolean =>
    activeDays >= ACTIVE_DAYS && questions >= QUESTIONS;
  const told = last.map(({ activeDays, questions }) => `${questions} on ${activeDays} days`);
  return {
    state: judge(days >= MONTHS * MONTH_DAYS && last.length === MONTHS && last.every(isBusy)),
    value: `${Math.floor(days)} days; questions a month: ${told.join(", ")}`,
    threshold,
    window: `${MONTHS * MONTH_DAYS} days`,
    n: last.reduce((sum, { questions }) => sum + questions, 0),
  };
}

function checkPattern({ needs, facts: { failures, now } }: Asked): Found {
  const threshold = `${FAILURES} failures; one kind surely at least ${percent(PATTERN_SHARE)} of them, in each month, under two versions of the prompt`;
  if (!failures) return unknown(threshold);
  const { n, best } = findPattern(failures, needs, { now, months: MONTHS, monthDays: MONTH_DAYS });
  const window = `${MONTHS * MONTH_DAYS} days`;
  if (!best) return { state: "missing", value: `none among ${n} failures`, threshold, window, n };
  const { low } = computeWilsonInterval(best.failures, n);
  return {
    state: judge(
      n >= FAILURES && low >= PATTERN_SHARE && best.months === MONTHS && best.writers >= 2,
    ),
    value: `${best.class} in ${best.task}: ${best.failures} of ${n}, at least ${percent(low)}; in ${best.months} of ${MONTHS} months, under ${best.writers} versions`,
    threshold,
    window,
    n,
  };
}

function checkLaneShare({ needs, facts: { failures } }: Asked): Found {
  const threshold = `at least ${percent(LANE_SHARE)} of the failures are ${needs.classes.join(" or ")}`;
  if (!failures) return unknown(threshold);
  const { n, own } = shareOfLane(failures, needs);
  const share = n === 0 ? 0 : own / n;
  return {
    state: judge(share >= LANE_SHARE),
    value: `${own} of ${n} failures, ${percent(share)}`,
    threshold,
    window: `${MONTHS * MONTH_DAYS} days`,
    n,
  };
}

function checkLabels({ needs, facts: { labels } }: Asked): Found {
  const wanted = LABEL_KINDS.flatMap((kind) => {
    const least = needs.labels[kind];
    return least === undefined ? [] : [{ kind, least }];
  });
  const threshold = wanted.map(({ kind, least }) => `${least} ${LABEL_WORDS[kind]}`).join(", ");
  if (!labels) return unknown(threshold);
  const found = wanted.map(({ kind, least }) => ({ kind, least, count: labels.counts[kind] }));
  const value = found
    .map(({ kind, count }) => `${count ?? "an unknown number of"} ${LABEL_WORDS[kind]}`)
    .join(", ");
  const enough = found.every(({ count = 0, least }) => count >= least);
  const known = labels.complete && found.every(({ count }) => count !== undefined);
  const n = found[0]?.count;
  return {
    state: enough ? "met" : known ? "missing" : "unknown",
    value: labels.complete ? value : `${value}, without a golden set's train part`,
    threshold,
    ...(n === undefined ? {} : { n }),
  };
}

function checkReferences({ facts: { references } }: Asked): Found {
  const threshold = `at most ${percent(STABLE_SHARE)} of the reference answers changed in ${STABLE_DAYS} days`;
  if (!references || references.cases === 0) return unknown(threshold);
  const { days, cases: n, changed } = references;
  const share = changed / n;
  const seen = `${changed} of ${n} changed in ${Math.floor(days)} days`;
  const state = share > STABLE_SHARE ? "missing" : days >= STABLE_DAYS ? "met" : "unknown";
  return { state, value: seen, threshold, window: `${STABLE_DAYS} days`, n };
}

function checkLabelSet({ facts: { labelSetChanged } }: Asked): Found {
  const threshold = `the set of labels unchanged for ${STABLE_DAYS} days`;
  if (labelSetChanged === undefined) return unknown(threshold);
  return {
    state: judge(!labelSetChanged),
    value: labelSetChanged ? "it changed" : "unchanged",
    threshold,
  };
}

/** What may not be learned from is in no training set: one closed source closes no gate. */
function checkRights({ facts: { rights }, hosted }: Asked): Found {
  const where = hosted ? "outside" : "inside";
  const threshold = `documents that may be trained on ${where}`;
  if (!rights) return unknown(threshold);
  const { documents: n, internal, external } = rights;
  const open = hosted ? external : internal;
  const value = `${open} of ${n} documents may be trained on ${where}`;
  return { state: judge(open > 0), value, threshold, n };
}

function checkBase({ facts: { base, now } }: Asked): Found {
  const threshold = `${BASE_MONTHS} months ahead, or weights that we keep`;
  if (!base) return unknown(threshold);
  const { name, shutdownAt, keptWeights } = base;
  if (keptWeights) return { state: "met", value: `${name}, its weights are kept`, threshold };
  if (shutdownAt === undefined)
    return { state: "met", value: `${name}, no end is announced`, threshold };
  const months = (Date.parse(shutdownAt) - Date.parse(now)) / MONTH_MS;
  const value = `${name} ends ${shutdownAt.slice(0, 10)}, in ${months.toFixed(1)} months`;
  return { state: judge(months >= BASE_MONTHS), value, threshold };
}

function checkPayback({ facts: { payback, outOfReach } }: Asked): Found {
  const threshold = "the target is out of reach for other arms, or it pays back within 24 months";
  if (outOfReach) return { state: "met", value: "no other arm reaches the target", threshold };
  if (payback?.paysBack)
    return { state: "met", value: `it pays back within ${payback.months} months`, threshold };
  if (!payback || outOfReach === undefined)
    return unknown(
      threshold,
      payback
        ? `it does not pay back within ${payback.months} months; no target says what it is worth`
        : NOT_KNOWN,
    );
  const value = `it does not pay back within ${payback.months} months, and another arm may reach the target`;
  return { state: "missing", value, threshold };
}

/** G1 to G8, some of them in a form of their own for local lanes. */
export const DEFINITIONS: readonly Definition[] = [
  {
    id: "G1",
    text: "prompts and examples in the prompt were tried and measured",
    asks: isGenerator,
    check: checkPrompts,
  },
  {
    id: "G1",
    text: "what is cheaper was tried and measured",
    asks: (needs) => !isGenerator(needs),
    check: checkCheaper,
  },
  { id: "G2", text: "real traffic is on record", asks: isGenerator, check: checkTraffic },
  {
    id: "G3",
    text: "failures show a clear pattern that prompts and retrieval do not mend",
    asks: isGenerator,
    check: checkPattern,
  },
  {
    id: "G3",
    text: "what fails is what it mends",
    asks: (needs) => !isGenerator(needs),
    check: checkLaneShare,
  },
  { id: "G4", text: "there are enough clean examples", asks: () => true, check: checkLabels },
  { id: "G5", text: "requirements are stable", asks: isGenerator, check: checkReferences },
  {
    id: "G5",
    text: "the labels are stable",
    asks: ({ hasLabelSet = false }) => hasLabelSet,
    check: checkLabelSet,
  },
  { id: "G6", text: "the data may be trained on", asks: () => true, check: checkRights },
  {
    id: "G7",
    text: "the base model lives on",
    asks: ({ hasBase = false }) => hasBase,
    check: checkBase,
  },
  { id: "G8", text: "it can pay", asks: isGenerator, check: checkPayback },
];
