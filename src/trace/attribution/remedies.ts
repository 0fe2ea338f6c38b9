/** @module What mends each class of failure: its causes, the first thing to try, and what comes after. */
import type { FailureClass } from "../../domain/failure.ts";

export interface Fix {
  /** What to do, as one clause. */
  readonly text: string;
  /** What does it, with the reader's own names in capitals; absent where no command can. */
  readonly command?: string;
}

/**
 * Retrieval mends `knowledge`; `behaviour` is the model's; abstentions are shown apart, since a
 * threshold mends them.
 */
export type FailureFamily = "knowledge" | "behaviour" | "abstention";

export interface Remedy {
  /** As a report heads it. */
  readonly title: string;
  readonly family: FailureFamily;
  /** Words that `cause` may be, the usual ones; checks and providers bring their own. */
  readonly causes: readonly string[];
  /** In the order to try them. Tuning comes last, where it comes at all. */
  readonly fixes: readonly [Fix, ...Fix[]];
  /** What comes first for one cause, where it differs. */
  readonly first: Readonly<Record<string, Fix>>;
}

const ADD: Fix = {
  text: "ingest the document, or sync its source",
  command: "plumbline ingest SOURCE --collection COLLECTION",
};
const PARSE: Fix = {
  text: "read it with another parser: tables and scanned pages are what is lost most",
  command: "plumbline documents show DOCUMENT --text",
};
const REPAIR_CASE: Fix = {
  text: "repair the case: its evidence names a version that was replaced",
  command: "plumbline golden check GOLDEN",
};
const FIX_ACCESS: Fix = { text: "correct who may read the document, in its source" };
const RECALIBRATE: Fix = {
  text: "fit the threshold again on calibration cases",
  command: "plumbline tune abstention --collection COLLECTION",
};
const LOOSEN: Fix = { text: "look at the check that cut the sentences, and loosen it" };
const FIT_ALPHA: Fix = { text: "fit the weight of the legs on the golden set" };
const HAND_WEIGHTS: Fix = { text: "set the reranker's weights by hand, or leave it out" };
const KEEP_NEWEST: Fix = { text: "keep the newest of near-duplicates" };
const PROMPT_ANSWERING: Fix = { text: "tell the generator in its prompt when to answer" };
const TUNE_RERANKER: Fix = {
  text: "tune the reranker",
  command: "plumbline tune reranker --collection COLLECTION",
};
const TUNE_GENERATOR: Fix = {
  text: "tune the generator",
  command: "plumbline tune generator --collection COLLECTION",
};
const FILTER_RULE: Fix = { text: "correct the filter or the route that hid it" };
const DEEPER: Fix = { text: "rerank more candidates, or fill the context from more passages" };
const RAISE_LIMIT: Fix = { text: "raise the limit of the reply's length" };

export const REMEDIES: Readonly<Record<FailureClass, Remedy>> = {
  missing_document: {
    title: "not in the store",
    family: "knowledge",
    causes: ["absent", "text_lost", "superseded", "not_permitted"],
    fixes: [ADD, PARSE, REPAIR_CASE, FIX_ACCESS],
    first: { text_lost: PARSE, superseded: REPAIR_CASE, not_permitted: FIX_ACCESS },
  },
  not_retrieved: {
    title: "not found",
    family: "knowledge",
    causes: ["filtered", "both_legs_missed"],
    fixes: [
      { text: "add synonyms, or read the language with the analyzer it needs" },
      { text: "carry headings into the chunks, and make the chunks smaller" },
      FILTER_RULE,
      {
        text: "tune the embedder's rows, or an adapter over a provider's embeddings",
        command: "plumbline tune embedder --collection COLLECTION",
      },
    ],
    first: { filtered: FILTER_RULE },
  },
  ranked_too_low: {
    title: "ranked too low",
    family: "knowledge",
    causes: ["fusion", "reranker", "depth"],
    fixes: [FIT_ALPHA, HAND_WEIGHTS, DEEPER, TUNE_RERANKER],
    first: { reranker: HAND_WEIGHTS, depth: DEEPER },
  },
  cut_from_context: {
    title: "cut from the context",
    family: "knowledge",
    causes: ["token_limit", "duplicate", "truncated", "access"],
    fixes: [
      { text: "give the generator a larger context, or fewer and smaller passages" },
      KEEP_NEWEST,
      { text: "merge neighboring chunks into one passage" },
    ],
    first: { duplicate: KEEP_NEWEST, access: FIX_ACCESS },
  },
  unsupported_answer: {
    title: "says what its sources do not",
    family: "behaviour",
    causes: ["unknown_id", "quote", "number", "name", "low_support"],
    fixes: [
      { text: "cut such sentences in the path of the answer" },
      { text: "show the generator fewer passages" },
      { text: "try another generator" },
      TUNE_GENERATOR,
    ],
    first: {},
  },
  wrong_format: {
    title: "not in the form asked for",
    family: "behaviour",
    causes: ["unparsable", "schema", "truncated"],
    fixes: [{ text: "constrain the decoding to the schema" }, RAISE_LIMIT, TUNE_GENERATOR],
    first: { truncated: RAISE_LIMIT },
  },
  wrong_abstention: {
    title: "abstained with the evidence at hand",
    family: "abstention",
    causes: ["threshold", "checks", "model", "escalated"],
    fixes: [RECALIBRATE, LOOSEN, PROMPT_ANSWERING],
    first: { checks: LOOSEN, model: PROMPT_ANSWERING },
  },
  should_have_abstained: {
    title: "answered what has no answer",
    family: "abstention",
    causes: ["answered"],
    fixes: [
      {
        text: "calibrate the threshold on unanswerable cases",
        command: "plumbline tune abstention --collection COLLECTION",
      },
      { text: "tell the generator in its prompt when not to answer" },
      { text: "train what decides whether to answer" },
    ],
    first: {},
  },
  wrong_answer: {
    title: "read the evidence and got it wrong",
    family: "behaviour",
    causes: ["misread"],
    fixes: [
      { text: "mend the prompt, show it examples, or try a stronger generator" },
      { text: "split questions of several parts" },
      TUNE_GENERATOR,
    ],
    first: {},
  },
};

/** In the order to try them: what the cause asks for, then the rest of its class. */
export function listFixes(failure: FailureClass, cause?: string): readonly Fix[] {
  const { fixes, first } = REMEDIES[failure];
  const own = cause === undefined ? undefined : first[cause];
  if (own === undefined) return fixes;
  return [own, ...fixes.filter(({ text }) => text !== own.text)];
}
