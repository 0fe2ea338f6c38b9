/** @module What the authors of well-known encoders ask for, where a model's folder does not say it. */

export type Pooling = "mean" | "cls";

export interface ModelHabits {
  /** Put in front of a question. */
  readonly query: string;
  /** Put in front of a passage. */
  readonly document: string;
  readonly pooling: Pooling;
}

const SEARCHING = "Represent this sentence for searching relevant passages: ";
const PLAIN: ModelHabits = { query: "", document: "", pooling: "mean" };

/** From the models' own cards; the first that matches the end of the lower-case name holds. */
const FAMILIES: readonly (readonly [RegExp, ModelHabits])[] = [
  [
    /e5-[a-z]+-instruct$/,
    {
      query:
        "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ",
      document: "",
      pooling: "mean",
    },
  ],
  [
    /e5-(?:small|base|large)(?:-v2)?$/,
    { query: "query: ", document: "passage: ", pooling: "mean" },
  ],
  [/bge-(?:small|base|large)-en(?:-v1\.5)?$/, { query: SEARCHING, document: "", pooling: "cls" }],
  [
    /bge-(?:small|base|large)-zh(?:-v1\.5)?$/,
    { query: "为这个句子生成表示以用于检索相关文章：", document: "", pooling: "cls" },
  ],
  [/bge-m3$/, { query: "", document: "", pooling: "cls" }],
  [
    /nomic-embed-text-v\d(?:\.\d)?$/,
    { query: "search_query: ", document: "search_document: ", pooling: "mean" },
  ],
  [/mxbai-embed-large-v1$/, { query: SEARCHING, document: "", pooling: "cls" }],
  [/arctic-embed-[ml]-v2\.0$/, { query: "query: ", document: "", pooling: "cls" }],
  [/arctic-embed-(?:xs|s|m|m-long|m-v1\.5|l)$/, { query: SEARCHING, document: "", pooling: "cls" }],
  [/gte-(?:base|large)-en-v1\.5$/, { query: "", document: "", pooling: "cls" }],
];

/** @param names of one model, the surest first. Of an unknown one: no prefix, and the mean. */
export function findHabits(names: readonly string[]): ModelHabits {
  for (const name of names)
    for (const [pattern, habits] of FAMILIES) if (pattern.test(name.toLowerCase())) return habits;
  return PLAIN;
}
