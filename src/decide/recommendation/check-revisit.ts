/** @module Which of a decision's triggers have fired since. */
import type { EntryGate } from "../../evaluate/index.ts";
import { useEvidence } from "../evidence/evidence.ts";
import { DAY_MS } from "../../foundation/durations.ts";
import type { Observations } from "../evidence/observations.ts";
import type { RevisitTrigger } from "./revisit.ts";

/** What is known now; what is absent leaves its triggers unchecked. */
export interface SeenSince {
  readonly now: Date;
  readonly questionsPerMonth?: number | undefined;
  readonly observations: Pick<Observations, "changes" | "documents" | "validity">;
  /** Share of right answers of an evaluation that is newer than the decision. */
  readonly success?: number | undefined;
  /** Share of the failures that tuning a generator mends, of each of the last two months. */
  readonly tunableShares?: readonly number[] | undefined;
  /** What the entry gate says now. */
  readonly gate?: EntryGate["verdict"] | undefined;
  /** Dollars a million tokens that the model which writes answers now reads. */
  readonly inputPrice?: number | undefined;
}

export interface RevisitCheck {
  readonly trigger: string;
  readonly text: string;
  readonly state: "fired" | "quiet" | "unchecked";
  /** What was seen, or why it could not be. */
  readonly told: string;
}

type Checked = Pick<RevisitCheck, "state" | "told">;
type Check = (trigger: RevisitTrigger, seen: SeenSince) => Checked;

const MONTHS = 2;
/** As many as evidence takes. */
const LEAST_OUTPUTS = 100;

const unchecked = (told: string): Checked => ({ state: "unchecked", told });
const judge = (hasFired: boolean, told: string): Checked => ({
  state: hasFired ? "fired" : "quiet",
  told,
});

const CHECKS: Readonly<Record<string, Check>> = {
  volume({ threshold }, { questionsPerMonth }) {
    if (questionsPerMonth === undefined) return unchecked("too few questions to tell a month's");
    const told = `about ${Math.round(questionsPerMonth)} questions a month, ${threshold} is the threshold`;
    return judge(questionsPerMonth >= Number(threshold), told);
  },
  change({ current }, { observations }) {
    const { items } = useEvidence(new Map(), observations);
    const measured = items.find(({ question }) => question === "k.change");
    if (!measured?.enough) return unchecked(`needs ${measured?.needed ?? "syncs"}`);
    if (current === "unknown") return unchecked("the decision did not know the pace");
    return judge(measured.measured !== current, `${current} then, ${measured.measured} now`);
  },
  "tunable-failures"({ threshold }, { tunableShares = [] }) {
    if (tunableShares.length < MONTHS) return unchecked("no evaluations of two months");
    const told = tunableShares.map((share) => `${Math.round(100 * share)} %`).join(", then ");
    return judge(
      tunableShares.every((share) => share >= Number(threshold)),
      `${told} of the failures of a month`,
    );
  },
  validity({ threshold }, { observations: { validity } }) {
    if (!validity || validity.outputs < LEAST_OUTPUTS)
      return unchecked(`needs ${LEAST_OUTPUTS} outputs of a language model`);
    const share = validity.valid / validity.outputs;
    const told = `${(100 * share).toFixed(1)} % of ${validity.outputs} outputs have the right form`;
    return judge(share < Number(threshold), told);
  },
  "entry-gate"(_, { gate }) {
    if (gate === undefined) return unchecked("plumbline decide gate checks it");
    return judge(gate === "open", `the gate is ${gate}`);
  },
  "token-price"({ threshold, current }, { inputPrice }) {
    if (inputPrice === undefined) return unchecked("no model of a known price writes answers");
    if (typeof current !== "number") return unchecked("the decision knew no price");
    const told = `$${current} a million tokens then, $${inputPrice} now`;
    return judge(Math.abs(inputPrice - current) > current * Number(threshold), told);
  },
  "base-end"({ threshold, current }, { now }) {
    const days = Math.floor((Date.parse(String(current)) - now.getTime()) / DAY_MS);
    if (Number.isNaN(days)) return unchecked("the decision knew no date");
    return judge(days < Number(threshold), `${days} days left`);
  },
  access({ current }, { observations: { documents } }) {
    if (!documents || current === "unknown") return unchecked("there was nothing to compare");
    const { collections, distinctAccess } = documents;
    const now = `${collections} collections, ${distinctAccess} access lists`;
    return judge(now !== current, `${current} then, ${now} now`);
  },
  success({ threshold }, { success }) {
    const [, low, high] = /^([\d.]+) to ([\d.]+)$/.exec(String(threshold)) ?? [];
    if (success === undefined || low === undefined || high === undefined)
      return unchecked("no evaluation is newer than the decision");
    const isOutside = success < Number(low) || success > Number(high);
    return judge(isOutside, `${success.toFixed(3)} now, ${threshold} then`);
  },
  time({ threshold }, { now }) {
    const today = now.toISOString().slice(0, 10);
    return judge(today >= String(threshold), `until ${threshold}, it is ${today}`);
  },
};

/** In the order of the triggers. Those that nothing here can tell of are `unchecked`. */
export function checkRevisit(
  triggers: readonly RevisitTrigger[],
  seen: SeenSince,
): readonly RevisitCheck[] {
  return triggers.map((trigger) => ({
    trigger: trigger.trigger,
    text: trigger.text,
    ...(CHECKS[trigger.trigger]?.(trigger, seen) ?? unchecked("nothing here tells of it")),
  }));
}
