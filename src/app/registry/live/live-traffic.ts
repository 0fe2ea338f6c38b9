/** @module A challenger on live traffic: who is answered by it, what is copied to it, when it goes. */
import { listPrincipals, type Access } from "../../../domain/access.ts";
import type { Trace } from "../../../domain/trace.ts";
import type { Logger } from "../../../foundation/effects.ts";
import { toPlumblineError } from "../../../foundation/errors.ts";
import type { Store } from "../../../ports/store.ts";
import { ENOUGH, isInShare, toUnit, type Watch } from "../../../registry/index.ts";
import type { AskInput } from "../../ask.ts";
import type { Assembly } from "../../assembly.ts";
import { spendCapReached } from "../../errors.ts";
import { SHADOW } from "../../spend/spend-meter.ts";
import type { TraceExporter } from "../../trace/export-traces.ts";
import { withdraw } from "../promote.ts";
import { findTrial, rebuildWatch, type FoundTrial } from "./find-trial.ts";
import { createShadowQueue, type ShadowQueue } from "./shadow-queue.ts";

export interface LiveContext {
  /** Asked for when it is needed: what serves is put together around this. */
  readonly assembly: () => Assembly;
  readonly logger: Logger;
  readonly openStore: () => Promise<Store>;
  readonly ask: (
    assembly: Assembly,
    store: Store,
    access: Access,
    input: AskInput,
  ) => Promise<unknown>;
}

/** Who withdraws a challenger when nobody is there. */
const ITSELF = "plumbline";
/** Answers whose copy may still be asked for. */
const REMEMBERED = 1000;

interface Watching {
  readonly trial: FoundTrial;
  /** Made from what was recorded, which takes a moment at a start. */
  readonly watch: Promise<Watch>;
  /** Traces that it was made from, once it is there. */
  seen?: ReadonlySet<string>;
  isOver: boolean;
}

/** Only a process that serves has one: who asks once does not stay to watch. */
export class LiveTraffic implements AsyncDisposable {
  readonly #context: LiveContext;
  readonly #queue: ShadowQueue;
  readonly #answered = new Map<string, Trace>();
  #watching: Watching | undefined;
  /** The day on which there is no money left for copies. */
  #pausedOn: string | undefined;
  #work = Promise.resolve();

  constructor(context: LiveContext) {
    this.#context = context;
    this.#queue = createShadowQueue((error) =>
      this.#warn("a copied question was not answered", error),
    );
  }

  /** The challenger, where a canary answers this one; nothing where what serves does. */
  async assign(store: Store, access: Access, input: AskInput): Promise<string | undefined> {
    const { release, source = "user", conversationId, question } = input;
    if (release !== undefined || source !== "user") return undefined;
    const watching = await this.#find(store);
    if (!watching || watching.isOver) return undefined;
    const { mode, challenger } = watching.trial;
    if (mode.kind !== "canary") return undefined;
    const unit = toUnit(conversationId, listPrincipals(access), question);
    return isInShare(unit, mode.salt, mode.share) ? challenger : undefined;
  }

  /** A challenger that cannot answer at all is taken back at once. Never throws. */
  async refuse(release: string, error: unknown): Promise<void> {
    const watching = this.#watching;
    if (!watching || watching.trial.challenger !== release || watching.isOver) return;
    try {
      await this.#takeBack(watching, `it cannot answer: ${toPlumblineError(error).message}`);
    } catch (failure) {
      this.#warn("a challenger was not withdrawn", failure);
    }
  }

  /** Copies a question that was answered, where a challenger is in shadow; behind the answer. */
  copy(access: Access, input: AskInput, answerId: string): void {
    const trace = this.#answered.get(answerId);
    this.#answered.delete(answerId);
    if (!trace || input.release !== undefined) return;
    this.#later(async () => {
      const store = await this.#context.openStore();
      const watching = await this.#find(store);
      if (!watching || watching.isOver || trace.release !== watching.trial.champion) return;
      const { mode, challenger, move } = watching.trial;
      if (mode.kind !== "shadow" || this.#pausedOn === trace.startedAt.slice(0, 10)) return;
      if (!isInShare(answerId, move.decision, mode.share)) return;
      this.#queue.add((signal) =>
        this.#askUnseen(store, access, challenger, { ...input, signal }, trace),
      );
    });
  }

  /** A thumb for an answer. */
  seeThumb(answerId: string, value: 1 | -1): void {
    this.#later(async () => {
      const watching = this.#watching;
      if (!watching) return;
      (await watching.watch).seeThumb(answerId, value);
      await this.#judge(watching);
    });
  }

  /** Tells the watch of every trace besides. */
  watchWith(exporter: TraceExporter): TraceExporter {
    return {
      ...exporter,
      offer: (trace, toContent) => {
        exporter.offer(trace, toContent);
        this.#see(trace);
      },
    };
  }

  /** Resolves when what was copied so far is answered and judged. */
  async settled(): Promise<void> {
    await this.#work;
    await this.#queue.settled();
    await this.#work;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue[Symbol.asyncDispose]();
    await this.#work;
  }

  async #askUnseen(
    store: Store,
    access: Access,
    challenger: string,
    input: AskInput,
    of: Trace,
  ): Promise<void> {
    const { assembly, ask } = this.#context;
    const { collections } = input;
    let chosen: Assembly;
    try {
      chosen = await assembly().serving.choose(store, { release: challenger, collections });
    } catch (error) {
      return this.refuse(challenger, error);
    }
    const traceParent = `00-${of.traceId}-${of.spanId}-01`;
    try {
      const unseen = { source: "shadow", spender: SHADOW, traceParent } as const;
      await ask(chosen, store, access, { ...input, ...unseen });
    } catch (error) {
      // Its trace tells of the failure; money comes again tomorrow.
      if (spendCapReached.is(error)) this.#pausedOn = of.startedAt.slice(0, 10);
    }
  }

  #see(trace: Trace): void {
    if (trace.operation !== "ask") return;
    if (trace.answerId !== undefined && trace.source === "user") {
      this.#answered.set(trace.answerId, trace);
      const [oldest] = this.#answered.keys();
      if (this.#answered.size > REMEMBERED && oldest !== undefined) this.#answered.delete(oldest);
    }
    this.#later(async () => {
      const watching = this.#watching ?? (await this.#find(await this.#context.openStore()));
      if (!watching) return;
      const watch = await watching.watch;
      // What was read back at the start has been counted.
      if (watching.seen?.has(trace.id) !== true) watch.see(trace);
      await this.#judge(watching);
    });
  }

  /** The trial that runs now; another one than before is watched from what was recorded of it. */
  async #find(store: Store): Promise<Watching | undefined> {
    const trial = await findTrial(this.#context.assembly(), store);
    if (!trial) this.#watching = undefined;
    else if (this.#watching?.trial.key !== trial.key) this.#watching = this.#begin(store, trial);
    return this.#watching;
  }

  #begin(store: Store, trial: FoundTrial): Watching {
    const watch = rebuildWatch(store, trial).then((rebuilt) => {
      begun.seen = rebuilt.seen;
      return rebuilt.watch;
    });
    const begun: Watching = { trial, watch, isOver: false };
    watch.catch((error: unknown) => this.#warn("a challenger is not watched", error));
    return begun;
  }

  async #judge(watching: Watching): Promise<void> {
    const { verdict, told, evidence } = (await watching.watch).read();
    if (watching.isOver || verdict !== "worse") return;
    const all = `evidence of all guards ${evidence.toPrecision(3)}, at least ${ENOUGH}`;
    await this.#takeBack(watching, `${told}; ${all}`);
  }

  /** @throws store.alias-moved where somebody else was first. */
  async #takeBack(watching: Watching, reason: string): Promise<void> {
    watching.isOver = true;
    const { challenger: release, move } = watching.trial;
    const { assembly, openStore, logger } = this.#context;
    const decision = await withdraw({ assembly: assembly() }, await openStore(), {
      release,
      number: move.number,
      by: ITSELF,
      reason,
      verdict: "fail",
    });
    logger.warn("a challenger was withdrawn", { release, decision: decision.id, reason });
  }

  /** Each part behind the one before, and behind the request's back. */
  #later(todo: () => Promise<void>): void {
    this.#work = this.#work
      .then(todo)
      .catch((error: unknown) => this.#warn("a challenger was not watched", error));
  }

  #warn(what: string, error: unknown): void {
    const { code, message } = toPlumblineError(error);
    this.#context.logger.warn(what, { code, reason: message });
  }
}
