/** @module The watch over a challenger: made again from traces, and carried on with each answer. */
import type { ChallengerMode } from "../../domain/release.ts";
import type { Trace } from "../../domain/trace.ts";
import { checkShares, toUnit, type ShareCheck } from "./assign.ts";
import {
  addAnswers,
  addFeedback,
  readComparison,
  startComparison,
  type ComparisonReading,
  type ComparisonState,
} from "./comparison.ts";
import { pair, startPairing, type PairingState } from "./pairing.ts";
import { toSignals, type AnswerSignals } from "./signals.ts";

export type Arm = "champion" | "challenger";

/** What is compared, since when. */
export interface Trial {
  readonly champion: string;
  readonly challenger: string;
  readonly mode: ChallengerMode;
}

export interface WatchReading extends ComparisonReading {
  /** Of a canary: conversations, users or keys, and whether they came in the share. */
  readonly shares?: ShareCheck;
}

/** What ended an answer without saying anything of the release: a reader who left, a cap. */
const UNCOUNTED = new Set(["stopped", "app.spend-cap-reached"]);

/** Answers whose pair or feedback may still come. */
const REMEMBERED = 10_000;

type WatchedTrace = Pick<
  Trace,
  "spanId" | "operation" | "source" | "outcome" | "release" | "spans"
> &
  Partial<Pick<Trace, "answerId" | "conversationId" | "reason" | "parentSpanId">> & {
    readonly principals: readonly string[];
  };

/** Keeps what it has seen; nothing of it is written down, because traces are. */
export class Watch {
  readonly trial: Trial;
  #state: ComparisonState = startComparison();
  #answers: PairingState<AnswerSignals> = startPairing();
  #feedback: PairingState<number> = startPairing();
  /** Champions' answers by span, for the copy in shadow that names it. */
  readonly #open = new Map<string, AnswerSignals>();
  readonly #arms = new Map<string, Arm>();
  readonly #units = new Map<string, Arm>();

  constructor(trial: Trial) {
    this.trial = trial;
  }

  /** Takes an answer's trace, of whatever release; those that are not compared are left alone. */
  see(trace: WatchedTrace): void {
    const { operation, source, release } = trace;
    const { champion, challenger, mode } = this.trial;
    if (operation !== "ask" || UNCOUNTED.has(trace.reason ?? "")) return;
    const signals = toSignals(trace);
    if (mode.kind === "shadow") {
      if (source === "user" && release === champion) remember(this.#open, trace.spanId, signals);
      if (source === "shadow" && release === challenger) this.#seeCopy(trace.parentSpanId, signals);
      return;
    }
    if (source !== "user" || (release !== champion && release !== challenger)) return;
    const arm: Arm = release === challenger ? "challenger" : "champion";
    if (trace.answerId !== undefined) remember(this.#arms, trace.answerId, arm);
    remember(this.#units, toUnit(trace.conversationId, trace.principals, trace.spanId), arm);
    const { state, paired } = pair(this.#answers, arm, signals);
    this.#answers = state;
    if (paired) this.#state = addAnswers(this.#state, paired);
  }

  /** A thumb for an answer: of the two releases, or of another one, which says nothing here. */
  seeThumb(answerId: string, value: 1 | -1): void {
    const arm = this.#arms.get(answerId);
    if (!arm) return;
    const { state, paired } = pair(this.#feedback, arm, value < 0 ? 1 : 0);
    this.#feedback = state;
    if (!paired) return;
    const champion = paired.champion.reduce((sum, each) => sum + each, 0) / paired.champion.length;
    this.#state = addFeedback(this.#state, { challenger: paired.challenger, champion });
  }

  read(): WatchReading {
    const reading = readComparison(this.#state);
    const { mode } = this.trial;
    if (mode.kind === "shadow") return reading;
    const challengers = [...this.#units.values()].filter((arm) => arm === "challenger").length;
    return { ...reading, shares: checkShares(this.#units.size, challengers, mode.share) };
  }

  #seeCopy(of: string | undefined, challenger: AnswerSignals): void {
    const champion = this.#open.get(of ?? "");
    if (!champion) return;
    this.#open.delete(of ?? "");
    this.#state = addAnswers(this.#state, { challenger, champion: [champion] });
  }
}

function remember<T>(known: Map<string, T>, key: string, value: T): void {
  known.delete(key);
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
}
