/** @module What `plumbline init` writes. */

export interface ProposedCollection {
  readonly name: string;
  /** Of its folder, from the configuration file. */
  readonly path: string;
  /** Globs, when not all of the folder belongs to it. */
  readonly include?: readonly string[];
}

const EXAMPLE: readonly ProposedCollection[] = [{ name: "docs", path: "./docs" }];

/** A commented plumbline.yaml; without collections it has one, `docs`, to be filled. */
export function makeTemplate(collections: readonly ProposedCollection[] = []): string {
  const proposed = collections.length > 0 ? collections : EXAMPLE;
  return `${HEAD}${proposed.map((collection, index) => toYaml(collection, index === 0)).join("")}${TAIL}`;
}

/** The first one says what can be said of each. */
function toYaml({ name, path, include }: ProposedCollection, explained: boolean): string {
  const lines = [
    `  ${name}:`,
    ...(explained
      ? [
          "    # Who may read documents that name nobody themselves: public, user:NAME, group:NAME.",
          "    # Empty: nobody but you, the owner of the data directory.",
        ]
      : []),
    "    access: []",
    ...(explained ? ["    # language: de    # of all its documents; else each one's own"] : []),
    "    sources:",
    "      - adapter: folder",
    "        options:",
    `          path: ${JSON.stringify(path)}`,
    ...(include ? [`          include: ${JSON.stringify(include)}`] : []),
    ...(explained ? ["        # access: [group:staff]"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

const HEAD = `# Plumbline. Every setting: plumbline config schema
# Check after editing:            plumbline config check

# Where documents, index and records are kept. One directory, one writer.
data: .plumbline

collections:
`;

const TAIL = `
# Makes vectors for the dense leg. static, the default, comes with the package and knows English; any
# OpenAI-compatible endpoint gives real sentence vectors:
# embedder:
#   adapter: openai-compatible
#   options:
#     baseUrl: http://localhost:11434/
#     model: nomic-embed-text
#     dimensions: 768
#     # apiKey: { env: EMBEDDINGS_API_KEY }

# Orders the best of both legs again. light, the default, needs no model; cohere, jina and tei ask a
# cross-encoder behind it:
# reranker:
#   adapter: tei
#   options:
#     baseUrl: http://localhost:8080/
#     model: bge-reranker-v2-m3

# Writes answers. extractive needs no model: it takes sentences as they stand. openai, anthropic and
# openai-compatible (Ollama, vLLM, llama.cpp, Azure) write their own, checked against the sources:
# generator:
#   adapter: openai-compatible
#   options:
#     baseUrl: http://localhost:11434/
#     model: llama3.1
#     # apiKey: { env: MODEL_API_KEY }

retrieve:
  topK: 8

answer:
  # Confidence from which an answer is given; below it the reply is "not in the documents".
  threshold: 0.5
`;
