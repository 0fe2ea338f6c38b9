/** @module Which answers a person should look at: some for a reason, a third by chance alone. */
import { createRandom } from "../../../foundation/random.ts";
import { createQuestionIndex, toAskedText } from "../alike/repeats.ts";
import type { Observation } from "./observation.ts";

export const QUEUE_STRATA = ["spoken", "negative", "unsure", "failed-checks", "medoid"] as const;
export type QueueStratum = (typeof QUEUE_STRATA)[number];

export interface DrawnObservation {
  readonly observation: Observation;
  /** What singles it out; `plain` where nothing does. */
  readonly stratum: QueueStratum | "plain";
  /** With which it was drawn, in (0, 1]: weights of 1/probability give rates of all traffic. */
  readonly probability: number;
}

export interface DrawOptions {
  /** Candidates of a day, at most. */
  readonly perDay: number;
  readonly seed: string;
  /** Questions that are golden cases, or candidates, already. */
  readonly known: readonly string[];
  /** Answers that stand for a cluster of failures. */
  readonly medoids?: ReadonlySet<string>;
}

export interface DrawnQueue {
  /** By time. */
  readonly drawn: readonly DrawnObservation[];
  /** Of users. */
  readonly looked: number;
  /** Left out, as they nearly repeat what is known or came before. */
  readonly repeats: number;
}

/** Of every day's candidates at least this share is drawn from all. */
const BY_CHANCE = 1 / 3;
/** Feedback that says how it should be. */
const CORRECTIONS: ReadonlySet<string> = new Set(["edit", "demonstration", "citation", "source"]);
/** How near to its threshold a confidence is borderline. */
const BORDERLINE = 0.1;

/**
 * Each day's strata, and all of it, are drawn from independently, so that the chance of an answer is
 * 1 − (1 − uniform)(1 − stratum). What people corrected is taken whole while there is room; other
 * strata share the rest. Traffic of evaluations, demos and shadows is never looked at.
 */
export function drawCandidates(
  observations: readonly Observation[],
  { perDay, seed, known, medoids = new Set() }: DrawOptions,
): DrawnQueue {
  const index = createQuestionIndex<string>();
  for (const text of known) index.add(text, text);
  const users = observations
    .filter(({ source, question }) => source === "user" && question.trim() !== "")
    .toSorted((a, b) =>
      a.askedAt === b.askedAt ? order(a.answerId, b.answerId) : order(a.askedAt, b.askedAt),
    );
  const fresh = users.filter(({ question, history, answerId }) => {
    const text = toAskedText({ text: question, history });
    if (index.find(text).length > 0) return false;
    index.add(answerId, text);
    return true;
  });
  const days = Map.groupBy(fresh, ({ askedAt }) => askedAt.slice(0, 10));
  const drawn = [...days].flatMap(([day, pool]) =>
    drawDay(pool, { perDay, seed: `${seed}/${day}`, medoids }),
  );
  return { drawn, looked: users.length, repeats: users.length - fresh.length };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function drawDay(
  pool: readonly Observation[],
  { perDay, seed, medoids }: { perDay: number; seed: string; medoids: ReadonlySet<string> },
): readonly DrawnObservation[] {
  const byChance = Math.ceil(perDay * BY_CHANCE);
  const uniform = Math.min(1, byChance / pool.length);
  const strata = Map.groupBy(pool, (each) => toStratum(each, medoids));
  const shares = allot(strata, perDay - byChance);
  const takenByChance = take(pool, byChance, `${seed}/uniform`);
  const taken = new Set([
    ...takenByChance,
    ...QUEUE_STRATA.flatMap((stratum) =>
      take(strata.get(stratum) ?? [], shares.get(stratum) ?? 0, `${seed}/${stratum}`),
    ),
  ]);
  return pool
    .filter((each) => taken.has(each))
    .map((observation) => {
      const stratum = toStratum(observation, medoids);
      const members = strata.get(stratum)?.length ?? 1;
      const singled = stratum === "plain" ? 0 : Math.min(1, (shares.get(stratum) ?? 0) / members);
      return { observation, stratum, probability: 1 - (1 - uniform) * (1 - singled) };
    });
}

/** The first that applies. */
function toStratum(
  { answerId, feedback, confidence, threshold, checksFailed, outcome }: Observation,
  medoids: ReadonlySet<string>,
): QueueStratum | "plain" {
  if (feedback.some((each) => CORRECTIONS.has(each.feedback.kind))) return "spoken";
  const isNegative = feedback.some(
    ({ feedback: said }) =>
      said.kind === "reason" ||
      said.kind === "reask" ||
      said.kind === "escalated" ||
      (said.kind === "thumb" && said.value < 0),
  );
  if (isNegative) return "negative";
  if (Math.abs(confidence - threshold) <= BORDERLINE) return "unsure";
  if (checksFailed || outcome === "incomplete") return "failed-checks";
  return medoids.has(answerId) ? "medoid" : "plain";
}

/** Corrections first, all of them; then one each in turn, until the room or the members are used up. */
function allot(
  strata: ReadonlyMap<string, readonly Observation[]>,
  room: number,
): ReadonlyMap<string, number> {
  const spoken = Math.min(room, strata.get("spoken")?.length ?? 0);
  const shares = new Map<string, number>([["spoken", spoken]]);
  let left = room - spoken;
  const others = QUEUE_STRATA.filter((stratum) => stratum !== "spoken");
  for (let given = true; given && left > 0;) {
    given = false;
    for (const stratum of others) {
      const share = shares.get(stratum) ?? 0;
      if (left === 0 || share >= (strata.get(stratum)?.length ?? 0)) continue;
      shares.set(stratum, share + 1);
      left -= 1;
      given = true;
    }
  }
  return shares;
}

/** So many, each as likely as any other. */
function take<T>(items: readonly T[], count: number, seed: string): readonly T[] {
  const random = createRandom(seed);
  return items
    .map((item) => ({ item, at: random.uniform() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ item }) => item);
}
