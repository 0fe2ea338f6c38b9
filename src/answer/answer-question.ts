/** @module From ranked passages to a checked answer, told sentence by sentence, or an abstention. */
import type { Access } from "../domain/access.ts";
import type { AbstainReason, Answer } from "../domain/answer.ts";
import type { DraftProvenance, RecordedPassage } from "../domain/answer-record.ts";
import type { Turn } from "../domain/conversation.ts";
import type { Passage } from "../domain/passage.ts";
import { PlumblineError } from "../foundation/errors.ts";
import type { DraftUsage, Generator, GeneratorEvent } from "../ports/generator.ts";
import type { SearchResult, StoreReader } from "../ports/store.ts";
import type { Verifier } from "../ports/verifier.ts";
import { toEvidenceQuestion } from "./abstain/evidence-question.ts";
import { toMessage } from "./abstain/messages.ts";
import { findAbstainReason, weighPassages, type Weighed } from "./abstain/weigh.ts";
import { checkSentence } from "./cite/check-sentence.ts";
import { Composition, type ShownSentence } from "./cite/composition.ts";
import { findConflictingDrafts, toConflicts, type ConflictPair } from "./cite/conflicts.ts";
import { selectContext } from "./ground/select-context.ts";

/** Settings of a release. */
export interface AnswerSettings {
  /** Confidence from which an answer is given. */
  readonly threshold: number;
  readonly maxSentences: number;
  /** Room for passages, in UTF-16 units. */
  readonly maxContextLength: number;
}

export interface AnswerRequest {
  /** Of the answer; unforeseeable. */
  readonly id: string;
  readonly question: string;
  /** What was said before, oldest first. */
  readonly history?: readonly Turn[] | undefined;
  /** The question as a model rewrote it to stand alone. */
  readonly standalone?: string | undefined;
  readonly language: string;
  readonly passages: readonly Passage[];
  readonly statistics: SearchResult["statistics"];
}

export interface AnswerDependencies {
  readonly store: Pick<StoreReader, "readSpans" | "readVersion">;
  readonly generator: Generator;
  readonly verifier: Verifier;
  readonly settings: AnswerSettings;
  readonly signal?: AbortSignal | undefined;
}

/** All of an answer but what the caller adds: id, release, times. */
export type AnswerBody = Pick<
  Answer,
  | "text"
  | "abstained"
  | "reason"
  | "message"
  | "confidence"
  | "citations"
  | "sentences"
  | "conflicts"
>;

export interface Answered {
  readonly body: AnswerBody;
  /** One entry a retrieved passage. */
  readonly context: readonly RecordedPassage["context"][];
  readonly finish: "stop" | "incomplete";
  /** Why it is incomplete. */
  readonly reason?: string;
  readonly usage?: DraftUsage;
  readonly provenance?: DraftProvenance;
}

/** Iterated once: each sentence as soon as its checks have passed. */
export interface AnswerInProgress extends AsyncIterable<ShownSentence> {
  /** What there is by now; incomplete until the iteration has come to its own end. */
  readonly answered: Answered;
}

type Finished = Extract<GeneratorEvent, { type: "draft-finished" }>;

/**
 * Works as it is iterated. Ending the iteration ends the writer.
 *
 * A writer that fails before any sentence has passed fails the iteration; one that fails behind it
 * leaves an incomplete answer of the sentences that passed.
 */
export function answerQuestion(
  access: Access,
  request: AnswerRequest,
  dependencies: AnswerDependencies,
): AnswerInProgress {
  return new Answering(access, request, dependencies);
}

class Answering implements AnswerInProgress {
  readonly #access: Access;
  readonly #request: AnswerRequest;
  readonly #dependencies: AnswerDependencies;
  readonly #passages: readonly Passage[];
  readonly #context: Answered["context"];
  readonly #weighed: Weighed;
  readonly #composition: Composition;
  #pairs: readonly ConflictPair[] = [];
  #abstained: AbstainReason | undefined;
  #finished: Finished = { type: "draft-finished", finish: "incomplete", reason: "stopped" };

  constructor(access: Access, request: AnswerRequest, dependencies: AnswerDependencies) {
    const { store, settings } = dependencies;
    this.#access = access;
    this.#request = request;
    this.#dependencies = dependencies;
    const { passages, admitted } = selectContext(request.passages, settings.maxContextLength);
    this.#passages = passages;
    this.#context = admitted;
    this.#weighed = weighPassages(toEvidenceQuestion(request, passages), passages);
    this.#composition = new Composition(passages, async ({ documentId, versionHash }) => {
      return (await store.readVersion(access, documentId, versionHash))?.pages ?? [];
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ShownSentence> {
    const { settings } = this.#dependencies;
    const { evidence } = this.#weighed;
    const { question, standalone = question } = this.#request;
    this.#abstained = findAbstainReason(
      standalone,
      this.#passages,
      evidence.confidence,
      settings.threshold,
    );
    if (this.#abstained) {
      this.#finish({ type: "draft-finished", finish: "stop" });
      return;
    }
    const finished = yield* this.#write();
    if (finished.finish !== "unanswered") yield* this.#addConflicts();
    this.#finish(finished);
  }

  get answered(): Answered {
    const { finish, reason, usage, provenance } = this.#finished;
    return {
      body: this.#toBody(),
      context: this.#context,
      finish: finish === "incomplete" ? finish : "stop",
      ...(finish === "incomplete" ? { reason: reason ?? "cut" } : {}),
      ...(usage ? { usage } : {}),
      ...(provenance ? { provenance } : {}),
    };
  }

  /** A whole answer of which nothing passed is none. */
  #finish(finished: Finished): void {
    this.#finished = finished;
    if (this.#composition.text !== "" || finished.finish === "incomplete") return;
    this.#abstained ??= finished.finish === "unanswered" ? "weak-evidence" : "checks-failed";
  }

  async *#write(): AsyncGenerator<ShownSentence, Finished> {
    const { generator, settings, signal } = this.#dependencies;
    const { id, question, history, language } = this.#request;
    const events = generator.generate({
      id,
      question,
      ...(history ? { history } : {}),
      language,
      passages: this.#passages,
      sentences: this.#weighed.evidence.sentences,
      maxSentences: settings.maxSentences,
      ...(signal ? { signal } : {}),
    });
    try {
      for await (const event of events) {
        if (event.type === "draft-finished") return event;
        yield* this.#add(event);
      }
      return { type: "draft-finished", finish: "incomplete", reason: "cut" };
    } catch (error) {
      if (signal?.aborted || this.#composition.text === "") throw error;
      return { type: "draft-finished", finish: "incomplete", reason: toReason(error) };
    }
  }

  async *#add(
    draft: Pick<Extract<GeneratorEvent, { type: "sentence-drafted" }>, "text" | "citations">,
  ): AsyncGenerator<ShownSentence> {
    const { question, history = [], language } = this.#request;
    const asked = history.filter(({ role }) => role === "user").map(({ text }) => text);
    const checked = await checkSentence(
      this.#access,
      {
        ...draft,
        // What the asker said themselves may be repeated to them.
        question: [...asked, question].join("\n"),
        language,
        passages: this.#passages,
      },
      this.#dependencies,
    );
    const shown = await this.#composition.add(checked);
    if (shown) yield shown;
  }

  async *#addConflicts(): AsyncGenerator<ShownSentence> {
    const { pairs, added } = findConflictingDrafts(this.#weighed, this.#composition.drafts);
    for (const draft of added) yield* this.#add(draft);
    this.#pairs = pairs;
  }

  #toBody(): AnswerBody {
    const { confidence } = this.#weighed.evidence;
    const { text, citations, sentences } = this.#composition;
    if (this.#abstained)
      return {
        text: "",
        abstained: true,
        reason: this.#abstained,
        message: toMessage(this.#abstained, this.#request.language),
        confidence,
        citations: [],
        sentences,
        conflicts: [],
      };
    return {
      text,
      abstained: false,
      confidence,
      citations,
      sentences,
      conflicts: toConflicts(this.#pairs, citations, this.#passages),
    };
  }
}

function toReason(error: unknown): string {
  if (error instanceof PlumblineError) return `${error.kind}: ${error.message}`;
  return `upstream: ${error instanceof Error ? error.message : String(error)}`;
}
