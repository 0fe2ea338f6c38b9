/** Pages of a site, from a command's argument to an answer and through every later sync. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadConfig, openApp, type IngestInput } from "../../src/app/index.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";
import { startWebSite, type WebPage } from "../../src/testing/web-site.ts";

const page = (text: string, etag: string): WebPage => ({
  type: "text/html; charset=utf-8",
  body: `<!doctype html><title>Handbook</title><h1>Handbook</h1><p>${text}</p>`,
  headers: { etag },
});

const PATHS = ["/leave", "/pay", "/notice", "/travel", "/sick", "/remote"];

/** A site of six pages, and an app that may read it. */
async function open(outbound = (origin: string) => `{ allow: ["${origin}"] }`) {
  const site = await startWebSite((origin) => ({
    ...Object.fromEntries(PATHS.map((path) => [path, page(`This is about ${path}.`, '"1"')])),
    "/leave": page("Parental leave lasts 26 weeks.", '"1"'),
    "/sitemap.xml": {
      type: "application/xml",
      body: `<urlset>${PATHS.map((path) => `<url><loc>${origin}${path}</loc></url>`).join("")}</urlset>`,
    },
  }));
  const directory = makeTemporaryDirectory();
  const { path } = directory;
  writeFileSync(join(path, "plumbline.yaml"), `outbound: ${outbound(site.origin)}\n`);
  const loaded = await loadConfig({ workingDirectory: path, environment: {} });
  const app = await openApp({ loaded, workingDirectory: path });
  return {
    site,
    app,
    /** What a sync did, and which pages it asked for. */
    async ingest(input: IngestInput) {
      const before = site.requests.length;
      let counts: object = {};
      for await (const event of app.ingest(input))
        if (event.type === "sync-completed") ({ counts } = event);
      const requests = site.requests.slice(before);
      const told = Object.entries(counts).filter(
        ([name, count]) => Number(count) > 0 && name !== "listed" && name !== "chunks",
      );
      return {
        counts: Object.fromEntries(told),
        pages: requests.filter((request) => !/robots|sitemap/.test(request)),
      };
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      await site[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

describe("a site as a source", () => {
  it("answers from its pages, and asks each once when nothing has changed", async () => {
    await using to = await open();
    const { origin } = to.site;
    const input = { path: `${origin}/sitemap.xml`, collection: "handbook" };
    assert.deepEqual((await to.ingest(input)).counts, { added: 6 });
    const question = "How long does parental leave last?";
    const { text, citations } = await to.app.ask(undefined, { question });
    assert.match(text, /26 weeks/);
    assert.equal(citations[0]?.key, `${origin}/leave`);
    // Remembered: no path is needed from now on.
    const again = await to.ingest({});
    assert.deepEqual(again.counts, { unchanged: 6 });
    assert.deepEqual(again.pages.toSorted(), PATHS.map((path) => `GET ${path} "1"`).toSorted());
  });

  it("reads what changed, drops what is gone, and keeps what fails", async () => {
    await using to = await open();
    const { origin, pages } = to.site;
    await to.ingest({ path: `${origin}/sitemap.xml`, collection: "handbook" });
    pages.set("/leave", page("Parental leave lasts 30 weeks.", '"2"'));
    pages.set("/pay", { status: 410 });
    pages.set("/sick", { status: 500 });
    assert.deepEqual((await to.ingest({})).counts, {
      changed: 1,
      removed: 1,
      rejected: 1,
      unchanged: 3,
    });
    const question = "How long does parental leave last?";
    assert.match((await to.app.ask(undefined, { question })).text, /30 weeks/);
    const keys = (await to.app.listDocuments(undefined, { limit: 10 })).map(({ key }) => key);
    assert.deepEqual(
      keys.toSorted(),
      PATHS.filter((path) => path !== "/pay")
        .map((path) => origin + path)
        .toSorted(),
    );
  });

  it("changes nothing when the sitemap cannot be read, or most of it is gone", async () => {
    await using to = await open();
    const { origin, pages } = to.site;
    await to.ingest({ path: `${origin}/sitemap.xml`, collection: "handbook" });
    for (const path of PATHS.slice(0, 4)) pages.delete(path);
    assert.deepEqual((await to.ingest({})).counts, { rejected: 4, unchanged: 2 });
    pages.set("/sitemap.xml", { status: 404 });
    await assert.rejects(to.ingest({}), { code: "sources.not-found" });
    assert.equal((await to.app.listDocuments(undefined, { limit: 10 })).length, 6);
  });

  it("takes one page by its address", async () => {
    await using to = await open();
    const input = { path: `${to.site.origin}/leave`, collection: "handbook" };
    assert.deepEqual(await to.ingest(input), { counts: { added: 1 }, pages: ["GET /leave"] });
    const again = await to.ingest({ path: input.path });
    assert.deepEqual(again, { counts: { unchanged: 1 }, pages: ['GET /leave "1"'] });
  });

  it("is not contacted where its address is private and nobody allowed it", async () => {
    for (const outbound of ["{}", "{ noEgress: true }"]) {
      await using to = await open(() => outbound);
      const input = { path: `${to.site.origin}/leave`, collection: "handbook" };
      await assert.rejects(to.ingest(input), { kind: "denied" });
      assert.deepEqual(to.site.requests, []);
    }
  });
});
