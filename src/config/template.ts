/** @module What `plumbline init` writes. */

export const CONFIG_TEMPLATE = `# Plumbline. Every setting: plumbline config schema
# Check after editing:            plumbline config check

# Where documents, index and records are kept. One directory, one writer.
data: .plumbline

collections:
  docs:
    language: en
    # Who may read documents that name nobody themselves: public, user:NAME, group:NAME.
    # Empty: nobody but you, the owner of the data directory.
    access: []
    sources:
      - adapter: folder
        options:
          path: ./docs
        # access: [group:staff]

# Makes vectors for the dense leg. hashed needs no download and no key; any OpenAI-compatible
# endpoint gives real sentence vectors:
# embedder:
#   adapter: openai-compatible
#   options:
#     baseUrl: http://localhost:11434/
#     model: nomic-embed-text
#     dimensions: 768
#     # apiKey: { env: EMBEDDINGS_API_KEY }

retrieve:
  topK: 8

answer:
  # Confidence from which an answer is given; below it the reply is "not in the documents".
  threshold: 0.5
  maxSentences: 3
`;
