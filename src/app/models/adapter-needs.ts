/** @module What each adapter that looks at texts takes to be used, in words. */

const SERVICE = "a key, and texts leave this machine";

const NEEDS: Readonly<Record<string, string>> = {
  hashed: "nothing",
  static: "nothing",
  transformers: "the package @huggingface/transformers, and a model",
  "openai-compatible": "a server that speaks OpenAI's protocol, here or elsewhere",
  openai: SERVICE,
  voyage: SERVICE,
  light: "nothing",
  none: "nothing",
  tuned: "an artifact of plumbline tune reranker",
  cohere: SERVICE,
  jina: SERVICE,
  tei: "a server of text-embeddings-inference, here or elsewhere",
};

/** @returns `undefined` for one that nobody has written down. */
export const findNeeds = (adapter: string): string | undefined => NEEDS[adapter];
