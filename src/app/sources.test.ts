import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makeTemporaryDirectory } from "../testing/temporary-directory.ts";
import { toPlace } from "./sources.ts";

describe("toPlace", () => {
  const at = (given: string, path = "/data") =>
    toPlace(given, { workingDirectory: path, dataDirectory: join(path, ".plumbline") });

  it("takes an address for a page, or for a list of pages where it is called so", () => {
    for (const [given, adapter] of [
      ["https://example.org/handbook", "url"],
      ["HTTPS://EXAMPLE.ORG/report.pdf", "url"],
      ["https://example.org/about-sitemaps.html", "url"],
      ["https://example.org/sitemap.xml", "sitemap"],
      ["https://example.org/sitemap_index.xml", "sitemap"],
      ["https://example.org/en/sitemap-pages-1.xml.gz", "sitemap"],
      ["https://example.org/sitemap.txt", "sitemap"],
      ["https://example.org/robots.txt", "sitemap"],
    ] as const)
      assert.equal(at(given).adapter, adapter, given);
  });

  it("names a source of the Web by its address", () => {
    const address = "https://example.org/handbook";
    assert.deepEqual(at(address), { name: address, adapter: "url", options: { urls: [address] } });
    const sitemap = "https://example.org/sitemap.xml";
    assert.deepEqual(at(sitemap), { name: sitemap, adapter: "sitemap", options: { url: sitemap } });
  });

  it("takes the rest for a path, by what is there", () => {
    using directory = makeTemporaryDirectory();
    const { path } = directory;
    writeFileSync(join(path, "a.jsonl"), "");
    assert.deepEqual(at("a.jsonl", path), {
      name: "a.jsonl",
      adapter: "jsonl",
      options: { path: join(path, "a.jsonl") },
    });
    assert.equal(at(".", path).adapter, "folder");
    assert.equal(at("ftp://example.org/a", path).adapter, "folder");
  });
});
