/** @module The promises of an answer writer, as tests that every generator runs. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { GenerateRequest, Generator, GeneratorEvent } from "../ports/generator.ts";
import { passageOf, sentencesOf } from "./passages.ts";

const PASSAGES = [
  passageOf("Parents take twelve weeks of leave 👶.\nThe weeks are paid in full."),
  passageOf("Leave is asked for in Harbor.", { documentId: "doc_b", key: "b.md" }),
];

const REQUEST: GenerateRequest = {
  id: "ans_0123456789abcdef0123",
  question: "How many weeks of leave do parents take?",
  language: "en",
  passages: PASSAGES,
  sentences: sentencesOf(PASSAGES),
  maxSentences: 2,
};

async function collect(generator: Generator, change: Partial<GenerateRequest> = {}) {
  const events: GeneratorEvent[] = [];
  for await (const event of generator.generate({ ...REQUEST, ...change })) events.push(event);
  return events;
}

const drafted = (events: readonly GeneratorEvent[]) =>
  events.filter((event) => event.type === "sentence-drafted");

/** @param open is called for each test. */
export function describeGenerator(name: string, open: () => Promise<Generator>): void {
  describe(`generator contract: ${name}`, () => {
    it("finishes last and once", async () => {
      const events = await collect(await open());
      const finished = events.filter(({ type }) => type === "draft-finished");
      assert.equal(finished.length, 1);
      assert.equal(events.at(-1), finished[0]);
    });

    it("cites passages of the request, at places that are in their text", async () => {
      const sentences = drafted(await collect(await open()));
      assert.ok(sentences.length > 0, "it drafted nothing to look at");
      for (const { text, citations } of sentences) {
        assert.notEqual(text.trim(), "");
        for (const { passage, span } of citations) {
          const source = PASSAGES[passage]?.text;
          assert.ok(source !== undefined, `there is no passage ${passage}`);
          if (!span) continue;
          assert.ok(span.start >= 0 && span.start < span.end && span.end <= source.length);
          assert.ok(source.slice(span.start, span.end).isWellFormed());
        }
      }
    });

    it("drafts no more sentences than it was asked for", async () => {
      for (const maxSentences of [1, 2]) {
        const sentences = drafted(await collect(await open(), { maxSentences }));
        assert.ok(sentences.length <= maxSentences);
      }
    });

    it("drafts nothing without passages, and still finishes", async () => {
      const events = await collect(await open(), { passages: [], sentences: [] });
      assert.deepEqual(
        events.map(({ type }) => type),
        ["draft-finished"],
      );
    });

    it("has a name that can stand in a record", async () => {
      assert.match((await open()).id, /^\S+$/);
    });
  });
}
