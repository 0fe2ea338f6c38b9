/** @module The ports whose calls may cost money, locked until somebody says who pays. */
import type { PaidKind } from "../../domain/spend.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { EvaluatedSystem } from "../../ports/evaluated-system.ts";
import type { DraftUsage, Generator, GeneratorEvent } from "../../ports/generator.ts";
import type { Judge } from "../../ports/judge.ts";
import type { PromptedModel } from "../../ports/prompted-model.ts";
import type { QuestionMaker } from "../../ports/question-maker.ts";
import type { Reranker } from "../../ports/reranker.ts";
import type { Rewriter } from "../../ports/rewriter.ts";
import type { Purse } from "./spend-meter.ts";

/** A port as its adapters make it, by what is paid for. */
export interface Payable {
  readonly embedder: Embedder;
  readonly rewriter: Rewriter;
  readonly reranker: Reranker;
  readonly generator: Generator;
  readonly judge: Judge;
  readonly "question-maker": QuestionMaker;
  readonly "prompted-model": PromptedModel;
  readonly "evaluated-system": EvaluatedSystem;
}

interface Calls {
  readonly embedder: "embed";
  readonly rewriter: "rewrite";
  readonly reranker: "rerank";
  readonly generator: "generate";
  readonly judge: "judge" | "compare";
  readonly "question-maker": "propose" | "answer";
  readonly "prompted-model": "ask";
  readonly "evaluated-system": "rank" | "answer";
}

/**
 * What a port says of itself is open to all; who wants to call it has to say who pays. Caps are
 * then asked before each call, and what it tells of its price is put on record behind it. Calls
 * that cost nothing ask nobody and leave no record.
 */
export type Paid<Kind extends PaidKind> = Omit<Payable[Kind], Calls[Kind]> & {
  paidBy(purse: Purse): Payable[Kind];
};

/** How the calls of each are paid for: a kind without a row does not compile. */
const PAYMENTS: { readonly [Kind in PaidKind]: Payment<Payable[Kind]> } = {
  embedder: ({ embed }, purse) => ({ embed: telling(purse, "embedder", embed) }),
  rewriter: ({ rewrite }, purse) => ({ rewrite: telling(purse, "rewriter", rewrite) }),
  reranker: ({ rerank }, purse) => ({ rerank: telling(purse, "reranker", rerank) }),
  generator: (generator, purse) => ({ generate: (request) => draft(generator, request, purse) }),
  judge: ({ id, model = id, judge, compare }, purse) => ({
    judge: replying(purse, "judge", model, judge),
    ...(compare ? { compare: replying(purse, "judge", model, compare) } : {}),
  }),
  "question-maker": ({ id, propose, answer }, purse) => ({
    propose: replying(purse, "question-maker", id, propose),
    answer: replying(purse, "question-maker", id, answer),
  }),
  "prompted-model": ({ id, ask }, purse) => ({ ask: replying(purse, "prompted-model", id, ask) }),
  "evaluated-system": ({ subject, answer }, purse) =>
    answer ? { answer: replying(purse, "evaluated-system", subject.name, answer) } : {},
};

type Payment<Port> = (port: Port, purse: Purse) => Partial<Port>;

/** A port that is paid for already may be locked again, and is not paid for twice. */
export function lock<Kind extends PaidKind>(kind: Kind, port: Payable[Kind]): Paid<Kind> {
  return {
    ...port,
    paidBy: (purse) =>
      port.metered ? { ...port, ...PAYMENTS[kind](port, purse), metered: false } : port,
  };
}

interface Telling {
  readonly onUsage?: (usage: DraftUsage) => void;
}

/** Of a port that tells each of its requests what it cost. */
function telling<Request extends Telling, Result>(
  purse: Purse,
  kind: PaidKind,
  call: (request: Request) => Promise<Result>,
): (request: Request) => Promise<Result> {
  return async (request) => {
    await using bill = await purse.open(kind);
    return await call({
      ...request,
      onUsage(usage) {
        bill.add(usage);
        request.onUsage?.(usage);
      },
    });
  };
}

/** Of a port whose replies hold what they cost; one that says nothing of it cost something, too. */
function replying<Request, Reply extends { readonly usage?: Partial<DraftUsage> | undefined }>(
  purse: Purse,
  kind: PaidKind,
  model: string,
  call: (request: Request) => Promise<Reply>,
): (request: Request) => Promise<Reply> {
  return async (request) => {
    await using bill = await purse.open(kind);
    const reply = await call(request);
    bill.add({ model, ...reply.usage });
    return reply;
  };
}

async function* draft(
  generator: Generator,
  request: Parameters<Generator["generate"]>[0],
  purse: Purse,
): AsyncGenerator<GeneratorEvent> {
  await using bill = await purse.open("generator");
  let [isDrafted, isTold] = [false, false];
  try {
    for await (const event of generator.generate(request)) {
      if (event.type === "sentence-drafted") isDrafted = true;
      if (event.type === "draft-finished" && event.usage) {
        bill.add(event.usage);
        isTold = true;
      }
      yield event;
    }
  } finally {
    // A model that was stopped, or broke off, was paid for as well.
    if (isDrafted && !isTold) bill.add({ model: generator.id });
  }
}
