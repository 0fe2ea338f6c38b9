import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { startFaultServer, type FaultName, type FaultServer } from "../testing/fault-server.ts";
import { makeTemporaryDirectory } from "../testing/temporary-directory.ts";
import { loadConfig, openApp } from "./index.ts";

const QUESTION = "How long is parental leave?";
const DOCUMENTS = {
  "leave.md": "# Parental leave\n\nParental leave is twelve weeks long.\n",
  "rent.md": "# Rent\n\nThe rent is paid in advance. It is long overdue if leave is given.\n",
  "pets.md": "# Pets\n\nPets are not allowed, however long the leave of their parents.\n",
};
/** Of each kind one; the adapters' own tests have all of them. */
const FAULTS: readonly FaultName[] = [
  "reset-before-headers",
  "http-503",
  "html-200",
  "ranks-missing",
  "ranks-repeated",
  "rank-index-out-of-range",
  "rank-score-nan",
];

describe("rerankers of a configuration", () => {
  const directory = makeTemporaryDirectory();
  let server: FaultServer;
  before(async () => {
    server = await startFaultServer();
    mkdirSync(join(directory.path, "docs"));
    for (const [name, text] of Object.entries(DOCUMENTS))
      writeFileSync(join(directory.path, "docs", name), text);
    await using app = await open("");
    for await (const event of app.ingest({ path: "docs", collection: "hr" }))
      assert.notEqual(event.type, "document-rejected");
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  async function open(yaml: string) {
    const workingDirectory = directory.path;
    writeFileSync(join(workingDirectory, "plumbline.yaml"), yaml);
    const loaded = await loadConfig({ workingDirectory, environment: {} });
    return openApp({ loaded, workingDirectory });
  }
  async function search(yaml: string) {
    await using app = await open(yaml);
    const found = await app.search(undefined, { question: QUESTION });
    return { ...found, keys: found.passages.map(({ key }) => key), release: app.release };
  }
  /** A minute: what ends by itself is not to be cut short on a busy machine. */
  const crossEncoder = (top = 20): string =>
    `reranker: { adapter: tei, options: { baseUrl: "${server.url}", model: toy, top: ${top}, deadlineMs: 60000 } }`;

  it("are the light one alone by default", async () => {
    const { reranking, passages } = await search("");
    assert.match(reranking.by.join(), /^light-2\/[0-9a-f]+$/);
    const [first] = passages;
    assert.equal(first?.key, "leave.md");
    const { fused, ...shares } = first?.why.features ?? {};
    assert.equal(fused, first?.why.fused);
    assert.deepEqual(Object.keys(shares), ["ord", "unord", "win30", "title", "tokens"]);
    assert.ok((shares["tokens"] ?? 0) > 0);
  });

  it("are lent the vectors of words that the embedder has, and no others", async () => {
    await using app = await open("embedder: { adapter: hashed }");
    const { passages } = await app.search(undefined, { question: QUESTION, legs: "both" });
    const { fused: _, ...shares } = passages[0]?.why.features ?? {};
    assert.deepEqual(Object.keys(shares), ["cov", "ord", "unord", "win30", "title"]);
  });

  it("are none when none is wanted", async () => {
    const { reranking, passages } = await search("reranker: { adapter: none }");
    assert.deepEqual(reranking, { by: [], failed: [] });
    assert.equal(passages[0]?.why.features, undefined);
    assert.equal(passages[0]?.score, passages[0]?.why.fused);
  });

  it("are the light one and the cross-encoder behind it", async () => {
    server.setFault();
    const { reranking, passages } = await search(crossEncoder(2));
    assert.match(reranking.by.join(), /^light-2\/[0-9a-f]+,tei\/toy\/256$/);
    // Lifted above the light reranker's scores, which are higher than the model's.
    assert.deepEqual(Object.keys(passages[0]?.why.features ?? {}), ["tei", "lift"]);
    // The third was not sent: what it shows is the light reranker's word.
    assert.ok((passages[2]?.why.features?.["tokens"] ?? 0) > 0);
  });

  it("make different releases", async () => {
    server.setFault();
    const releases = [
      await search(""),
      await search("reranker: { adapter: none }"),
      await search("retrieve: { rerankDepth: 20 }"),
      await search(crossEncoder()),
      await search(crossEncoder(5)),
    ].map(({ release }) => release);
    assert.equal(new Set(releases).size, releases.length);
    assert.equal((await search("")).release, releases[0]);
  });

  it("leave the light order where the service fails, and the search says so", async () => {
    const light = await search("");
    for (const name of FAULTS) {
      server.setFault(name);
      const { keys, passages, reranking } = await search(crossEncoder());
      assert.deepEqual(keys, light.keys, name);
      assert.deepEqual(passages, light.passages, name);
      assert.deepEqual(reranking.by, light.reranking.by, name);
      assert.deepEqual(
        reranking.failed.map(({ id }) => id),
        ["tei/toy/256"],
        name,
      );
    }
  });
});
