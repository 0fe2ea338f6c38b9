/** @module Answers written by a language model: grounded by the prompt, cut into cited sentences. */
import { hashJson, sha256 } from "../../foundation/hash.ts";
import type { DraftProvenance } from "../../domain/answer-record.ts";
import { type AdapterContext, defineAdapter } from "../../ports/adapter.ts";
import type { GenerateRequest, Generator, GeneratorEvent } from "../../ports/generator.ts";
import { upstreamGarbled } from "../errors.ts";
import {
  isMetered,
  toModelName,
  toParameters,
  type OpenedModel,
} from "../language-models/opened-model.ts";
import { toPromptName, toReference } from "../language-models/prompt.ts";
import { anthropic, openai, openaiCompatible } from "../language-models/providers.ts";
import { streamReply, type Prompt, type ReplyEnd } from "../language-models/stream-reply.ts";
import { toFault } from "../language-models/to-fault.ts";
import { GROUNDING_PROMPT, isNoAnswer, renderGroundingPrompt } from "./prompt/grounding-prompt.ts";
import { SentenceStream, type AnchoredSentence } from "./sentences/sentence-stream.ts";

/** A model condenses, so its sentences are worth more than an excerpt's three. */
const MAX_SENTENCES = 10;

/** Ends that a provider means, however little came before them. */
const LIMITS: ReadonlySet<string | undefined> = new Set(["length", "content_filter"]);

type Drafted = Extract<GeneratorEvent, { type: "sentence-drafted" }>;
type Finished = Extract<GeneratorEvent, { type: "draft-finished" }>;

/** Asks once for each request; whoever calls it decides what is tried again. */
export function createLanguageModelGenerator(
  opened: OpenedModel,
  context: Pick<AdapterContext, "clock">,
): Generator {
  return {
    id: `${toModelName(opened)}/${toPromptName(GROUNDING_PROMPT)}`,
    metered: isMetered(opened),
    defaultMaxSentences: MAX_SENTENCES,
    render(request) {
      const prompt = renderGroundingPrompt(request);
      return { ...prompt, renderedHash: hashJson(prompt) };
    },
    async *generate(request) {
      if (request.passages.length === 0) {
        yield { type: "draft-finished", finish: "unanswered" };
        return;
      }
      const stop = new AbortController();
      const { signal: outer } = request;
      const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
      try {
        yield* write(opened, request, context, signal);
      } finally {
        stop.abort();
      }
    },
  };
}

async function* write(
  opened: OpenedModel,
  request: GenerateRequest,
  { clock }: Pick<AdapterContext, "clock">,
  signal: AbortSignal,
): AsyncGenerator<GeneratorEvent> {
  const prompt = renderGroundingPrompt(request);
  const draft = new Draft(request);
  let end: ReplyEnd;
  try {
    const reply = streamReply(opened, prompt, { clock }, signal);
    for (let step = await reply.next(); ; step = await reply.next()) {
      if (step.done) {
        end = step.value;
        break;
      }
      yield* draft.add(step.value);
      if (draft.overfull) {
        end = { incomplete: "length", usage: { model: opened.modelId } };
        break;
      }
    }
    if (end.incomplete === undefined) yield* draft.close();
    if (draft.overfull) end = { ...end, incomplete: "length" };
    // A reply that says neither an answer nor that there is none is a fault, not an abstention.
    if (draft.count === 0 && !draft.unanswered && !LIMITS.has(end.incomplete))
      throw upstreamGarbled({ adapter: opened.provider, reason: "it holds no sentence" });
  } catch (error) {
    if (draft.count === 0 || signal.aborted) throw error;
    const { kind, message } = toFault(opened.provider, error, clock.now());
    end = { incomplete: `${kind}: ${message}`, usage: { model: opened.modelId } };
  }
  yield draft.finish(opened, prompt, end);
}

/** The reply so far, as sentences. */
class Draft {
  readonly #stream: SentenceStream;
  readonly #most: number;
  #text = "";
  #count = 0;
  #unanswered = false;
  #overfull = false;

  constructor({ language, maxSentences }: GenerateRequest) {
    this.#stream = new SentenceStream(language);
    this.#most = maxSentences;
  }

  /** Sentences drafted. */
  get count(): number {
    return this.#count;
  }

  /** The model said that the passages do not answer, before anything else. */
  get unanswered(): boolean {
    return this.#unanswered;
  }

  /** It had more to say than was asked for. */
  get overfull(): boolean {
    return this.#overfull;
  }

  add(piece: string): Iterable<Drafted> {
    this.#text += piece;
    return this.#take(this.#stream.push(piece));
  }

  close(): Iterable<Drafted> {
    return this.#take(this.#stream.end());
  }

  finish(opened: OpenedModel, prompt: Prompt, { incomplete, finish, usage }: ReplyEnd): Finished {
    const provenance: DraftProvenance = {
      provider: opened.provider,
      model: usage.model,
      prompt: toReference(GROUNDING_PROMPT),
      renderedHash: hashJson(prompt),
      replyHash: sha256(this.#text),
      parameters: toParameters(opened),
      ...(finish === undefined ? {} : { finish }),
    };
    if (incomplete !== undefined)
      return {
        type: "draft-finished",
        finish: "incomplete",
        reason: incomplete,
        usage,
        provenance,
      };
    const answered = this.#unanswered ? "unanswered" : "stop";
    return { type: "draft-finished", finish: answered, usage, provenance };
  }

  *#take(sentences: readonly AnchoredSentence[]): Iterable<Drafted> {
    for (const { text, numbers } of sentences) {
      if (this.#unanswered || this.#overfull) return;
      if (isNoAnswer(text)) {
        // Behind an answer it says that there is no more: what was answered stands.
        if (this.#count === 0) this.#unanswered = true;
        continue;
      }
      if (this.#count === this.#most) {
        this.#overfull = true;
        return;
      }
      this.#count++;
      yield {
        type: "sentence-drafted",
        text,
        citations: numbers.map((number) => ({ passage: number - 1 })),
      };
    }
  }
}

export const openaiGenerator = defineAdapter({
  port: "generator",
  ...openai,
  create: async (options, context) =>
    createLanguageModelGenerator(await openai.open(options, context), context),
});

export const anthropicGenerator = defineAdapter({
  port: "generator",
  ...anthropic,
  create: async (options, context) =>
    createLanguageModelGenerator(await anthropic.open(options, context), context),
});

export const openaiCompatibleGenerator = defineAdapter({
  port: "generator",
  ...openaiCompatible,
  create: async (options, context) =>
    createLanguageModelGenerator(await openaiCompatible.open(options, context), context),
});
