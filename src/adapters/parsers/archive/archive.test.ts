import assert from "node:assert/strict";
import { it } from "node:test";
import { strToU8, zipSync } from "fflate";
import { toZip } from "../../../testing/sample-office.ts";
import { PARSER_LIMITS, type ParserLimits } from "../limits.ts";
import { openArchive } from "./archive.ts";
import { resolveEntry } from "./resolve.ts";
import { attributeOf, childOf, createXmlParts, findAll, relationIdOf, textOf } from "./xml.ts";

const open = (bytes: Uint8Array, limits: Partial<ParserLimits> = {}) =>
  openArchive({ bytes, name: "x.zip", limits: { ...PARSER_LIMITS, ...limits } }, (name) =>
    name.endsWith(".xml"),
  );

it("takes out what is wanted, and no name that leads out of its folder", () => {
  const names = [
    "a.xml",
    "b/c.xml",
    "b/d.png",
    "../e.xml",
    "b/../f.xml",
    "/g.xml",
    "b\\h.xml",
    "i\0.xml",
  ];
  const archive = open(toZip(Object.fromEntries(names.map((name) => [name, name]))));
  assert.deepEqual([...archive.keys()], ["a.xml", "b/c.xml"]);
});

it("refuses by the sizes that the directory states, before anything is inflated", () => {
  const swelling = zipSync({ "a.xml": new Uint8Array(3 * 1024 ** 2) });
  assert.throws(() => open(swelling), { code: "parsers.bomb" });
  assert.equal(open(swelling, { maxInflationRatio: 1_000_000 }).size, 1);
  const plain = zipSync({ "a.xml": new Uint8Array(50), "b.xml": new Uint8Array(60) }, { level: 0 });
  assert.throws(() => open(plain, { maxInflatedBytes: 100 }), { code: "parsers.bomb" });
  assert.throws(() => open(plain, { maxArchiveEntries: 1 }), { code: "parsers.bomb" });
});

it("does not count what is not taken out", () => {
  const bytes = zipSync({ "a.xml": strToU8("<a/>"), "movie.mp4": new Uint8Array(9 * 1024 ** 2) });
  assert.equal(open(bytes).size, 1);
});

it("resolves what an entry says of another inside of the archive alone", () => {
  const from = "ppt/slides/s1.xml";
  assert.equal(resolveEntry(from, "../media/a%20b.png"), "ppt/media/a b.png");
  assert.equal(resolveEntry(from, "/ppt/x.xml#part?"), "ppt/x.xml");
  assert.equal(resolveEntry(from, "./s2.xml"), "ppt/slides/s2.xml");
  for (const out of [
    "../../../x.xml",
    "http://a.test/x",
    "file:///etc/passwd",
    "%2e%2e/../../x",
    "",
  ])
    assert.equal(resolveEntry(from, out), out === "" ? "ppt/slides" : undefined);
});

const parts = (source: string) =>
  createXmlParts(new Map([["a.xml", strToU8(source)]]), { name: "x", limits: PARSER_LIMITS });

it("asks a tree by local names, whatever the prefixes", () => {
  const root = parts('<?xml version="1.0"?><q:a id="1" r:id="2"><z:b>x<b>y</b></z:b></q:a>').root(
    "a.xml",
  );
  assert.equal(textOf(childOf(root, "b", "b")), "y");
  assert.deepEqual(findAll(root, "b").map(textOf), ["xy", "y"]);
  assert.deepEqual([attributeOf(root, "id"), relationIdOf(root)], ["1", "2"]);
  assert.equal(parts("<a/>").root("b.xml"), undefined);
});

it("reads over a document type that declares nothing, and refuses one that does", () => {
  assert.equal(
    textOf(parts('<!DOCTYPE a PUBLIC "x" "http://a.test/y.dtd"><a>b</a>').root("a.xml")),
    "b",
  );
  for (const type of ['<!DOCTYPE a [<!ENTITY b "c">]>', "<!DOCTYPE a SYSTEM 'x' []>"])
    assert.throws(() => parts(`${type}<a>&b;</a>`).root("a.xml"), { code: "parsers.bomb" });
});
