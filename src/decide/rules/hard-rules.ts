/** @module Rules that no score outweighs. */
import type { Article } from "../questionnaire/question.ts";
import { answered, type Arm, type Facts } from "./facts.ts";
import { MONTH_MS } from "../../foundation/durations.ts";

/** What a rule does; everything that is absent stays as it was. */
export interface Effect {
  /** Retrieval is in, whatever the scores. */
  readonly requires?: "retrieval";
  readonly excludes?: readonly Arm[];
  /** Tuning a generator has to wait. */
  readonly postponesGenerator?: true;
  /** No tuning on this data at all. */
  readonly forbidsTuning?: true;
  readonly modifiers?: readonly Modifier[];
  readonly provisional?: true;
}

export type Modifier =
  | "tools"
  | "query-tool"
  | "constrain"
  | "cache"
  | "router"
  | "search-tuning"
  | "self-hosted-only";

export interface HardRule {
  readonly id: string;
  readonly text: string;
  readonly articles: readonly Article[];
  /** `undefined` when it does not fire. */
  readonly apply: (facts: Facts) => (Effect & { readonly reason: string }) | undefined;
}

export interface FiredRule extends Effect {
  readonly id: string;
  readonly reason: string;
}

/** Below this a base is not worth tuning on. */
const BASE_MONTHS = 9;
/** A golden set below this gives no verdict. */
const LEAST_CASES = 30;
/** About what fits in one prompt and can be cached there. */
const PROMPT_TOKENS = 200_000;

const WITHOUT_SOURCES: readonly Arm[] = [
  "prompt",
  "fewshot",
  "large-prompted",
  "tuned",
  "small-tuned",
  "tuned-local",
];

const monthsUntil = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / MONTH_MS;

export const HARD_RULES: readonly HardRule[] = [
  {
    id: "H1",
    text: "Citations are required, or answers are audited: retrieval is in, and arms without sources are out.",
    articles: [0, 1, 2, 3, 4],
    apply: (facts) => {
      const cites = answered(facts, "k.citations", "required");
      if (!cites && !answered(facts, "k.audit", "yes")) return undefined;
      const reason = cites ? "citations are required" : "answers are audited";
      return { requires: "retrieval", excludes: WITHOUT_SOURCES, reason };
    },
  },
  {
    id: "H2",
    text: "Records are live: they are read at the time of the question, and weights alone cannot hold them.",
    articles: [0, 2],
    apply: (facts) =>
      answered(facts, "k.live", "yes") || answered(facts, "k.change", "live")
        ? {
            requires: "retrieval",
            excludes: ["tuned", "small-tuned", "tuned-local"],
            modifiers: ["tools"],
            reason: "answers depend on live records",
          }
        : undefined,
  },
  {
    id: "H3",
    text: "Knowledge changes more than once a month and the task is not classification: facts in weights would go stale.",
    articles: [0, 1, 2, 3, 4],
    apply: (facts) =>
      answered(facts, "k.change", "weekly", "live") && !answered(facts, "b.task", "classify")
        ? {
            excludes: ["tuned", "small-tuned"],
            reason: "the knowledge changes more than once a month",
          }
        : undefined,
  },
  {
    id: "H4",
    text: "The data may not be used for training: none is tuned on, and what behaviour is wanted stays open.",
    articles: [1, 2],
    apply: (facts) =>
      answered(facts, "r.train", "no")
        ? {
            forbidsTuning: true,
            excludes: ["tuned", "small-tuned", "tuned-local", "both"],
            modifiers: ["constrain"],
            reason: "the data may not be used for training",
          }
        : undefined,
  },
  {
    id: "H5",
    text: "Training stays inside: hosted lanes are out, local and self-hosted ones stay.",
    articles: [1, 2],
    apply: (facts) =>
      answered(facts, "r.train", "inside")
        ? { modifiers: ["self-hosted-only"], reason: "data may be trained on inside only" }
        : undefined,
  },
  {
    id: "H6",
    text: "People see different documents: training rows hold only what the whole audience may read; restricted facts stay in retrieval.",
    articles: [2, 4],
    apply: (facts) =>
      answered(facts, "r.access", "yes") || (facts.distinctAccess ?? 0) > 1
        ? { reason: "people see different documents" }
        : undefined,
  },
  {
    id: "H7",
    text: "An arm that was measured slower than the limit is out until it is changed.",
    articles: [0, 1, 2],
    apply: ({ arms, latencyLimitMs }) => {
      if (latencyLimitMs === undefined) return undefined;
      const slow = arms.filter(({ p95Ms }) => (p95Ms ?? 0) > latencyLimitMs);
      if (slow.length === 0) return undefined;
      const told = slow.map(({ arm, p95Ms }) => `${arm} ${p95Ms} ms`).join(", ");
      return {
        excludes: slow.map(({ arm }) => arm),
        reason: `p95 above the limit of ${latencyLimitMs} ms: ${told}`,
      };
    },
  },
  {
    id: "H8",
    text: "While the entry gate is closed, tuning a generator waits; what is missing is named.",
    articles: [1],
    // Applied where the gate is: see `recommend`.
    apply: () => undefined,
  },
  {
    id: "H9",
    text: "A base that ends within nine months and has no tunable successor is out.",
    articles: [],
    apply: ({ arms, today }) => {
      const ending = arms.filter(
        ({ base }) =>
          base?.shutdownAt !== undefined &&
          !base.hasTunableSuccessor &&
          monthsUntil(today, base.shutdownAt) < BASE_MONTHS,
      );
      if (ending.length === 0) return undefined;
      const told = ending.map(({ base }) => `${base?.name} on ${base?.shutdownAt?.slice(0, 10)}`);
      return {
        excludes: ending.map(({ arm }) => arm),
        reason: `the base ends without a tunable successor: ${[...new Set(told)].join(", ")}`,
      };
    },
  },
  {
    id: "H10",
    text: "With less than four weeks, or less than $30,000, a generator is tuned later; local lanes are allowed.",
    articles: [3],
    apply: (facts) => {
      const soon = answered(facts, "p.weeks", "below-4");
      if (!soon && !answered(facts, "p.money", "below-30k")) return undefined;
      const reason = soon
        ? "it must be live in less than four weeks"
        : "the setup may cost less than $30,000";
      return { postponesGenerator: true, reason };
    },
  },
  {
    id: "H11",
    text: "Without a golden set of at least thirty questions every result is provisional.",
    articles: [0],
    apply: (facts) => {
      const none = answered(facts, "p.evaluation", "none");
      const few = facts.goldenCases !== undefined && facts.goldenCases < LEAST_CASES;
      if (!none && !few) return undefined;
      const reason = few
        ? `the golden set has ${facts.goldenCases} questions`
        : "there is no golden set";
      return { provisional: true, reason };
    },
  },
  {
    id: "H12",
    text: "Knowledge that fits in a prompt, is stable and has one audience: measure the whole of it in a cached prompt before building retrieval.",
    articles: [1],
    apply: (facts) => {
      const fits =
        facts.knowledgeTokens === undefined
          ? answered(facts, "k.size", "fits-prompt")
          : facts.knowledgeTokens > 0 && facts.knowledgeTokens < PROMPT_TOKENS;
      const stable = answered(facts, "k.change", "quarterly", "yearly");
      const oneAudience = !answered(facts, "r.access", "yes") && (facts.distinctAccess ?? 1) <= 1;
      return fits && stable && oneAudience
        ? { modifiers: ["cache"], reason: "the knowledge fits in one prompt and rarely changes" }
        : undefined;
    },
  },
];

/** Those that fire, in order. */
export const applyRules = (facts: Facts): readonly FiredRule[] =>
  HARD_RULES.flatMap(({ id, apply }) => {
    const effect = apply(facts);
    return effect ? [{ id, ...effect }] : [];
  });
