import assert from "node:assert/strict";
import { it } from "node:test";
import { PARSER_LIMITS } from "../limits.ts";
import { parseXml } from "./xml.ts";

const parse = (source: string | Uint8Array) =>
  parseXml({
    bytes: typeof source === "string" ? new TextEncoder().encode(source) : source,
    name: "x.xml",
    limits: PARSER_LIMITS,
  });

const outline = (source: string) => {
  const { text, blocks } = parse(source);
  return blocks.map(
    ({ kind, level, start, end }) => `${kind}${level ?? ""}: ${text.slice(start, end)}`,
  );
};

it("reads DocBook by what its elements are for", () => {
  const source =
    '<book xml:lang="en"><title>Handbook</title><chapter><title>Leave</title>' +
    "<para>Everyone has <emphasis>ten</emphasis> days.</para>" +
    "<itemizedlist><listitem><para>Sick leave</para></listitem><listitem><para>Parental</para>" +
    "</listitem></itemizedlist><section><title>Terms</title><blockquote><para>As agreed.</para>" +
    "</blockquote><programlisting>a\n  b</programlisting></section></chapter></book>";
  assert.deepEqual(outline(source), [
    "heading1: Handbook",
    "heading2: Leave",
    "paragraph: Everyone has ten days.",
    "list-item: Sick leave",
    "list-item: Parental",
    "heading3: Terms",
    "paragraph: As agreed.",
    "code: a\n  b",
  ]);
  const { title, language } = parse(source);
  assert.deepEqual([title, language], ["Handbook", "en"]);
});

it("reads tables of CALS, TEI and HTML with their headers, each cell in its column", () => {
  const cals =
    "<table><title>Days</title><tgroup><colspec colname='a'/><colspec colname='b'/>" +
    "<colspec colname='c'/><thead><row><entry>Land</entry><entry>City</entry><entry>Days</entry>" +
    "</row></thead><tbody><row><entry>DE</entry><entry colname='c'>30</entry></row></tbody></tgroup></table>";
  const tei =
    "<table><row role='label'><cell>Land</cell><cell>Days</cell></row>" +
    "<row><cell>FR</cell><cell>25</cell></row></table>";
  const html = "<table><tr><th>Land</th><th>Days</th></tr><tr><td>IT</td><td>26</td></tr></table>";
  const source = `<doc><p>See below.</p>${cals}${tei}${html}</doc>`;
  assert.deepEqual(outline(source), [
    "paragraph: See below.",
    "caption: Days",
    "table: Land | City | Days\nDE | | 30",
    "table: Land | Days\nFR | 25",
    "table: Land | Days\nIT | 26",
  ]);
  for (const { kind, headerRows } of parse(source).blocks)
    if (kind === "table") assert.equal(headerRows, 1);
});

it("keeps a sentence whole whatever is marked in it, and cuts it at a block", () => {
  const source =
    "<TEI><p>The <hi>first</hi> of<lb/>two <list><item>one</item></list> and more.</p></TEI>";
  assert.deepEqual(outline(source), [
    "paragraph: The first of\ntwo",
    "list-item: one",
    "paragraph: and more.",
  ]);
});

it("reads a feed: entries below their titles, their pages as pages", () => {
  const source =
    "<rss><channel><title>News</title><item><title>Leave</title><pubDate>1 Jan 2026</pubDate>" +
    "<description>&lt;p&gt;Ten &lt;b&gt;days&lt;/b&gt;.&lt;/p&gt;</description></item>" +
    "<item><title>Pay</title><description><![CDATA[<ul><li>more<li>of it</ul><script>x</script>]]>" +
    "</description></item></channel></rss>";
  assert.deepEqual(outline(source), [
    "heading1: News",
    "heading2: Leave",
    "paragraph: pubDate: 1 Jan 2026",
    "paragraph: Ten days.",
    "heading2: Pay",
    "list-item: more",
    "list-item: of it",
  ]);
});

it("reads data as values by their paths, and like elements in a row as a table", () => {
  const staff = "<person><name>Ann</name><days>10</days></person>".repeat(2);
  assert.deepEqual(outline(`<staff>${staff}</staff>`), [
    "heading1: person",
    "table: name | days\nAnn | 10\nAnn | 10",
  ]);
  const fact =
    '<x xmlns:f="urn:f"><f:Assets unit="USD" id="a">12</f:Assets><rule kind="leave" days="10"/></x>';
  assert.deepEqual(outline(fact), [
    "paragraph: Assets (unit USD): 12\nrule.kind: leave\nrule.days: 10",
  ]);
});

it("S14 expands no entity that a file declares, and says so", () => {
  const source =
    '<!DOCTYPE x [ <!ENTITY a "ha > ]"> <!-- ] --> <!ENTITY b "&a;&a;"> ' +
    '<!ENTITY c SYSTEM "file:///etc/passwd"> ]><x><p>One &b; two &c; three &lt; four.</p></x>';
  const { text, warnings } = parse(source);
  assert.equal(text, "One &b; two &c; three < four.");
  assert.deepEqual(warnings, ["entities that the file declares are not expanded"]);
});

it("leaves a name of a character alone that the file declares for itself", () => {
  const { text } = parse('<!DOCTYPE a [<!ENTITY copy "ours">]><a><p>Of &copy; and &reg;.</p></a>');
  assert.equal(text, "Of &copy; and ®.");
});

it("reads names of characters that vocabularies share with HTML", () => {
  const { text, warnings } = parse(
    '<!DOCTYPE a SYSTEM "a.dtd"><a><p>Ten&nbsp;days &mdash; paid, &#233;t&#xE9; &amp;nbsp; &LT;b></p></a>',
  );
  assert.equal(text, "Ten days — paid, été &nbsp; &LT;b>");
  assert.deepEqual(warnings, []);
});

it("S14 refuses markup that is nested beyond the limit, or holds no element", () => {
  assert.throws(() => parse(`${"<a>".repeat(300)}x`), { code: "parsers.too-deep" });
  const page = `<a><b>${"&lt;div&gt;".repeat(300)}</b></a>`;
  assert.throws(() => parse(page), { code: "parsers.too-deep" });
  assert.throws(() => parse("no markup"), { code: "parsers.broken" });
});

it("S15 decodes by the mark, and by what the file declares", () => {
  const source = '<?xml version="1.0" encoding="windows-1252"?><a><p>f\xfcr alle</p></a>';
  assert.equal(parse(Buffer.from(source, "latin1")).text, "für alle");
  assert.equal(parse(Buffer.from(`\uFEFF${source}`, "utf16le")).text, "für alle");
});
