/** @module Faults, each planted in one stage of a release that answers rightly without it. */
import type { AnswerReply } from "../../src/domain/evaluation.ts";
import type { FailureClass } from "../../src/domain/failure.ts";
import type { GoldenCase } from "../../src/domain/golden-set.ts";
import type { Assembly } from "../../src/app/assembly.ts";
import { lockStage } from "../../src/app/rerank-stages.ts";
import { lock } from "../../src/app/spend/paid-ports.ts";
import type { Generator, GeneratorEvent, GenerateRequest } from "../../src/ports/generator.ts";
import type { LegResults, ScoredChunk, Store } from "../../src/ports/store.ts";
import type { Verifier } from "../../src/ports/verifier.ts";
import { createRandom } from "../../src/foundation/random.ts";
import type { Group } from "./world.ts";

export interface Fault {
  readonly name: string;
  readonly class: FailureClass | "ok" | "run_error";
  readonly cause: string | undefined;
  readonly group: Group;
  /** Of the release that is asked; what judges it is sound. */
  readonly change?: (assembly: Assembly) => Partial<Assembly>;
  readonly changeStore?: (store: Store) => Store;
  /** What a writer would have said whom nobody checks. */
  readonly changeReply?: (reply: AnswerReply) => AnswerReply;
  readonly changeCase?: (golden: GoldenCase) => GoldenCase;
}

/** Lets everything through, so that what the generator does is seen. */
const BLIND: Verifier = {
  id: "blind",
  verify: async () => ({ failures: [], support: 1, evidence: [] }),
};

type Finish = Omit<Extract<GeneratorEvent, { type: "draft-finished" }>, "type">;

/** Says one sentence of its own making, citing the best passage. */
const sayAs = (
  write: (request: GenerateRequest) => string,
  finish: Finish = { finish: "stop" },
): Generator => ({
  id: "planted",
  defaultMaxSentences: 3,
  async *generate(request): AsyncGenerator<GeneratorEvent> {
    yield { type: "sentence-drafted", text: write(request), citations: [{ passage: 0 }] };
    yield { type: "draft-finished", ...finish };
  },
});

const blindly =
  (...said: Parameters<typeof sayAs>) =>
  (): Partial<Assembly> => ({ verifier: BLIND, generator: lock("generator", sayAs(...said)) });

const bestText = ({ passages }: GenerateRequest): string => passages[0]?.text ?? "";
const sentenceOf = (request: GenerateRequest, at: number): string =>
  bestText(request).split(/(?<=\.) /)[at] ?? "";

/** Takes what both legs found of a group out of both. */
function hide(store: Store, group: Group, prefix: string): Store {
  const drop = (found: LegResults, hidden: ReadonlySet<number>): LegResults => {
    const keep = (leg: readonly ScoredChunk[]) =>
      leg.filter(({ candidate }) => !hidden.has(candidate));
    return {
      lexical: keep(found.lexical),
      dense: keep(found.dense),
      candidates: found.candidates.map((one, at) =>
        hidden.has(at) ? { ...one, lexical: 0, dense: -1 } : one,
      ),
    };
  };
  const search: Store["search"] = async (access, request) => {
    const all = await store.search(access, { ...request, select: allOf });
    const hidden = new Set(
      all.chunks
        .filter(({ key }) => key.startsWith(`${prefix}${group}-`))
        .map(({ candidate }) => candidate),
    );
    const result = await store.search(access, {
      ...request,
      select: (found) => request.select(drop(found, hidden)),
    });
    return { ...result, ...drop(result, hidden) };
  };
  return new Proxy(store, {
    get(target, name) {
      if (name === "search") return search;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

const allOf = ({ candidates }: LegResults): readonly number[] => [...candidates.keys()];

/** Vectors of questions that mean nothing, and no other leg to mend it. */
function breakFusion({ embedder, retrieveSettings }: Assembly): Partial<Assembly> {
  const random = createRandom("planted/vectors");
  const draw = (): Float32Array =>
    Float32Array.from({ length: embedder.dimensions }, () => random.uniform() - 0.5);
  return {
    embedder: lock("embedder", { ...embedder, embed: async ({ texts }) => texts.map(draw) }),
    retrieveSettings: { ...retrieveSettings, alpha: 1 },
    rerankers: [],
  };
}

const invertReranker = (): Partial<Assembly> => ({
  rerankers: [
    lockStage({
      depth: 50,
      reranker: {
        id: "inverted",
        rerank: async ({ scores }) => scores.map((score) => ({ score: -score, shares: {} })),
      },
    }),
  ],
});

const withAnswers = (change: Partial<Assembly["answerSettings"]>) => (assembly: Assembly) => ({
  answerSettings: { ...assembly.answerSettings, ...change },
});

const askForJson = (golden: GoldenCase): GoldenCase => ({
  ...golden,
  checks: { ...golden.checks, schema: "watts.json" },
});

const changeNumber = (request: GenerateRequest): string =>
  sentenceOf(request, 0).replace(/\d+/, (digits) => String(Number(digits) + 7));

/** In the order of the stages. */
export const FAULTS: readonly Fault[] = [
  { name: "nothing", class: "ok", cause: undefined, group: "sound" },
  { name: "document removed", class: "missing_document", cause: "absent", group: "deleted" },
  { name: "version replaced", class: "missing_document", cause: "superseded", group: "replaced" },
  { name: "access taken", class: "missing_document", cause: "not_permitted", group: "hidden" },
  {
    name: "text lost by the parser",
    class: "missing_document",
    cause: "text_lost",
    group: "drawn",
  },
  {
    name: "hidden from both legs",
    class: "not_retrieved",
    cause: "both_legs_missed",
    group: "sound",
    changeStore: (store) => hide(store, "sound", ""),
  },
  { name: "filtered out", class: "not_retrieved", cause: "filtered", group: "elsewhere" },
  {
    name: "weight of fusion broken",
    class: "ranked_too_low",
    cause: "fusion",
    group: "sound",
    change: breakFusion,
  },
  {
    name: "reranker inverted",
    class: "ranked_too_low",
    cause: "reranker",
    group: "sound",
    change: invertReranker,
  },
  {
    name: "too few passages",
    class: "ranked_too_low",
    cause: "depth",
    group: "crowded",
    change: () => ({ topK: 1, rerankers: [] }),
  },
  {
    name: "context too small",
    class: "cut_from_context",
    cause: "token_limit",
    group: "sound",
    change: withAnswers({ maxContextLength: 40 }),
  },
  { name: "taken for a repeat", class: "cut_from_context", cause: "duplicate", group: "repeated" },
  {
    name: "sources ignored",
    class: "unsupported_answer",
    cause: "number",
    group: "sound",
    change: blindly(() => "It surely needs about 77 horses."),
  },
  {
    name: "number changed",
    class: "unsupported_answer",
    cause: "number",
    group: "sound",
    change: blindly(changeNumber),
  },
  {
    name: "name changed",
    class: "unsupported_answer",
    cause: "name",
    group: "sound",
    change: blindly((request) => sentenceOf(request, 0).replace(/ \w+ pump/, " Xanthippe pump")),
  },
  {
    name: "id invented",
    class: "unsupported_answer",
    cause: "unknown_id",
    group: "sound",
    changeReply: (reply) => ({
      ...reply,
      sentences: reply.sentences.map((sentence) => ({ ...sentence, citations: ["99"] })),
    }),
  },
  {
    name: "form broken",
    class: "wrong_format",
    cause: "unparsable",
    group: "sound",
    changeCase: askForJson,
  },
  {
    name: "field left out",
    class: "wrong_format",
    cause: "schema",
    group: "sound",
    changeCase: askForJson,
    change: blindly((request) => `{ "said": ${JSON.stringify(sentenceOf(request, 0))} }`),
  },
  {
    name: "cut at the limit",
    class: "wrong_format",
    cause: "truncated",
    group: "sound",
    change: blindly((request) => sentenceOf(request, 0), {
      finish: "incomplete",
      reason: "length",
    }),
  },
  {
    name: "threshold too high",
    class: "wrong_abstention",
    cause: "threshold",
    group: "sound",
    change: withAnswers({ threshold: 1 }),
  },
  {
    name: "checks cut all",
    class: "wrong_abstention",
    cause: "checks",
    group: "sound",
    change: () => ({ generator: lock("generator", sayAs(changeNumber)) }),
  },
  {
    name: "model declines",
    class: "wrong_abstention",
    cause: "model",
    group: "sound",
    change: () => ({
      generator: lock("generator", {
        id: "shy",
        defaultMaxSentences: 3,
        async *generate() {
          yield { type: "draft-finished", finish: "unanswered" };
        },
      }),
    }),
  },
  {
    name: "unanswerable answered",
    class: "should_have_abstained",
    cause: "answered",
    group: "unknown",
    change: withAnswers({ threshold: 0 }),
  },
  {
    name: "evidence misread",
    class: "wrong_answer",
    cause: "misread",
    group: "sound",
    change: blindly((request) => sentenceOf(request, 1)),
  },
  {
    name: "provider down",
    class: "run_error",
    cause: "error",
    group: "sound",
    change: () => ({
      generator: lock(
        "generator",
        sayAs(() => {
          throw new Error("no reply");
        }),
      ),
    }),
  },
];
