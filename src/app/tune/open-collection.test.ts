import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { combineConvex, toQuestionTerms } from "../../retrieve/index.ts";
import { EMBEDDERS, openSqliteStore } from "../../adapters/index.ts";
import { adapterContext, FIXED_CLOCK } from "../../testing/adapter-context.ts";
import { makeTemporaryDirectory } from "../../testing/temporary-directory.ts";
import { maintenanceAccess, toAccess } from "../access.ts";
import { loadConfig, openApp } from "../index.ts";
import { openCollection } from "./open-collection.ts";

const WORDS =
  "leave parental notice weeks tenant rent laptop GPT-4o 12 days Kündigung the of".split(" ");
const ACCESS = maintenanceAccess("test");

/** Documents of one to many chunks, in two languages, some of them for the board alone. */
function writeDocuments(path: string): void {
  const random = createRandom("collection");
  const say = (count: number): string =>
    Array.from({ length: count }, () => WORDS[random.below(WORDS.length)]).join(" ");
  const rows = Array.from({ length: 40 }, (_, i) => ({
    _id: `d${i}`,
    title: say(1 + random.below(4)),
    text: Array.from({ length: 1 + random.below(4) }, () => `${say(120)}.`).join("\n\n"),
    metadata: {
      access: i % 5 === 0 ? ["group:board"] : ["public"],
      ...(i % 4 === 0 ? { language: "de" } : {}),
    },
  }));
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join("\n"));
}

describe("openCollection", () => {
  it("ranks as the store ranks, to the last bit, for whoever asks", async () => {
    using directory = makeTemporaryDirectory();
    const { path } = directory;
    writeDocuments(join(path, "docs.jsonl"));
    const loaded = await loadConfig({ workingDirectory: path, environment: {} });
    await using app = await openApp({ loaded, workingDirectory: path });
    for await (const _ of app.ingest({ path: join(path, "docs.jsonl"), collection: "hr" }));
    const [, packaged] = EMBEDDERS;
    const embedder = await packaged.create(packaged.options.parse({}), adapterContext());
    await using store = openSqliteStore({
      directory: loaded.dataDirectory,
      mode: "read",
      clock: FIXED_CLOCK,
    });
    const opened = await openCollection(store, { collection: "hr", minTokens: 60, embedder });
    const lab = await opened.openLab(300);
    const random = createRandom("collection/questions");
    let compared = 0;
    for (let round = 0; round < 40; round++) {
      const question = `how many ${WORDS[random.below(WORDS.length)]} of ${WORDS[random.below(12)]}`;
      const principals = round % 3 === 0 ? ["user:guest"] : [];
      const [values] = await embedder.embed({ texts: [question], role: "query" });
      assert.ok(values);
      const bm25 = { k1: 0.6 + random.uniform(), b: random.uniform() };
      const depth = 10 + random.below(40);
      const alpha = random.below(3) / 2;
      const terms = (analyzer: string) => toQuestionTerms(question, analyzer);
      const legs = { lexical: true, dense: alpha > 0 };
      const access = principals.length > 0 ? toAccess(principals) : ACCESS;
      let candidates: readonly { lexical: number; dense: number }[] = [];
      const result = await store.search(access, {
        collections: ["hr"],
        terms,
        legs,
        depth,
        bm25,
        filter: [],
        vector: { fingerprint: embedder.fingerprint, values },
        select: (found) => {
          ({ candidates } = found);
          return [...found.candidates.keys()];
        },
      });
      const fused = combineConvex(candidates, alpha, legs);
      const wanted = result.chunks
        .map(({ id, candidate }) => ({ id, score: fused[candidate]?.score ?? 0 }))
        .filter(({ score }) => score > 0)
        .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
      const mayRead = opened.findReadable(principals);
      const asked = { id: String(round), text: question, terms, vector: values, mayRead };
      const ranking = lab.rank(asked, { ...bm25, titleWeight: 1, alpha, depth });
      const found = ranking.candidates
        .map(({ chunk, fused: score }) => ({ id: lab.chunks[chunk]?.stored.id ?? "", score }))
        .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
      assert.deepEqual(found, wanted, `round ${round}`);
      assert.deepEqual(
        new Map(ranking.statistics.terms.map(({ term, documents }) => [term, documents])),
        new Map(result.statistics.terms.map(({ term, documents }) => [term, documents])),
      );
      assert.equal(ranking.statistics.chunks, result.statistics.chunks);
      compared += wanted.length;
    }
    assert.ok(compared > 500);
  });
});
