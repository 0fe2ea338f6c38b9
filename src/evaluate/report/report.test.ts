import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseHTML } from "linkedom";
import { HOSTILE_QUESTIONS, makeSampleEvaluation } from "../../testing/sample-evaluation.ts";
import { renderPage } from "./html/page.ts";
import { parseEvaluation, toEvaluationJson } from "./json/convert.ts";
import { EvaluationSchema } from "./json/schema.ts";
import { renderJUnit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { isRegressed, orderCases } from "./order-cases.ts";
import { renderTabs, TAB_COLUMNS } from "./tabs.ts";
import { renderText } from "./terminal.ts";

const hostile = makeSampleEvaluation(HOSTILE_QUESTIONS);
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe]/;

/** Elements of a well-formed document, by name; throws where a tag is open or crossed. */
function readXml(xml: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const open: string[] = [];
  const body = xml.replace(/^<\?xml[^?]*\?>\n/, "");
  for (const [, text = "", closing, name = "", attributes = "", empty] of body.matchAll(
    /([^<]*)<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    assert.ok(!/&(?!(?:amp|lt|gt|quot);)/.test(text + attributes), `loose & near ${name}`);
    if (closing) assert.equal(open.pop(), name);
    else {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (!empty) open.push(name);
    }
  }
  assert.deepEqual(open, []);
  assert.equal(
    body.replaceAll(/<\/?[\w-]+(?:\s+[\w-]+="[^"<]*")*\s*\/?>/g, "").includes("<"),
    false,
  );
  return counts;
}

describe("the text of an evaluation", () => {
  for (const width of [120, 80, 60, 40])
    it(`fits ${width} columns`, () => {
      for (const line of renderText(hostile, { width }))
        assert.ok([...line].length <= width, `${[...line].length}: ${line}`);
    });

  it("says verdict, interval, smallest difference seen and what would settle it", () => {
    const text = renderText(hostile, { width: 120 }).join("\n");
    assert.match(
      text,
      /nDCG@10 +162 +\.612 +\.634 {2}\+\.022 \[\+\.004, \+\.040\] +\.017 {2}\.026 {2}pass/,
    );
    assert.match(text, /657 cases would settle it/);
    assert.match(text, /verdict inconclusive · failures 6: ranked_too_low 6/);
    assert.match(text, /4 of 162 unscored: no citation 3, judge timed out 1/);
  });

  it("prints the smallest difference seen where its column has no room", () => {
    assert.match(renderText(hostile, { width: 80 }).join("\n"), /smallest seen \.023/);
    assert.match(renderText(hostile, { width: 40 }).join("\n"), /smallest seen/);
  });

  it("moves no cursor and turns no line", () => {
    assert.doesNotMatch(renderText(hostile, { width: 120 }).join(""), UNSEEN);
  });
});

describe("the columns of an evaluation", () => {
  it("are as many in every line, whatever the reasons hold", () => {
    const [first] = hostile.measures;
    assert.ok(first);
    const measures = [{ ...first, verdictReason: "a\tb\nc" }];
    for (const line of renderTabs({ ...hostile, measures }))
      assert.equal(line.split("\t").length, TAB_COLUMNS.length);
  });
});

describe("the Markdown of an evaluation", () => {
  const markdown = renderMarkdown(hostile);

  it("keeps every row's cells", () => {
    const rows = markdown.split("\n").filter((line) => line.startsWith("| "));
    const cells = (row: string): number => row.replaceAll("\\|", "").split("|").length;
    const regressed = rows.slice(rows.findIndex((row) => row.startsWith("| case ")));
    assert.ok(regressed.length > 5);
    for (const row of regressed) assert.equal(cells(row), 7, row);
  });

  it("holds no markup, mention or link of a question", () => {
    const all = renderMarkdown({
      ...hostile,
      cases: hostile.cases.map((result) => ({ ...result, scores: { "nDCG@10": [0] } })),
    });
    assert.ok(all.includes("alert"));
    assert.doesNotMatch(
      all,
      /<script|<img|[^\\]\]\(javascript|(?<!\w)@everyone|https:\/\/|[^\\]`{3}/,
    );
    assert.doesNotMatch(all, UNSEEN);
  });

  it("lists regressed cases first, the worst before the others, at most twenty", () => {
    const cases = hostile.cases.map((result, at) => ({
      ...result,
      scores: { "nDCG@10": [0.6 - at / 100] },
    }));
    const many = renderMarkdown({ ...hostile, cases });
    assert.match(many, /Regressed by `nDCG@10`: 30/);
    assert.match(many, /and 10 more/);
    assert.ok(many.indexOf("| q29 |") < many.indexOf("| q28 |"));
    assert.ok(!many.includes("| q1 |"));
  });
});

describe("the JUnit XML of an evaluation", () => {
  it("is well formed, with questions in it", () => {
    const counts = readXml(renderJUnit(hostile, { cases: true }));
    assert.equal(counts.get("testcase"), hostile.measures.length + 1 + hostile.cases.length);
    assert.equal(counts.get("script"), undefined);
    assert.doesNotMatch(renderJUnit(hostile, { cases: true }), UNSEEN);
  });

  it("has a failure for a fail, an error for what is inconclusive, a skip for what nobody judges", () => {
    const [first, second, ...rest] = hostile.measures;
    assert.ok(first && second);
    const failed = {
      ...hostile,
      measures: [{ ...first, verdict: "fail" as const }, second, ...rest],
    };
    const xml = renderJUnit(failed);
    const counts = readXml(xml);
    assert.equal(counts.get("failure"), 1);
    assert.equal(counts.get("error"), 1);
    assert.equal(counts.get("skipped"), 2);
    assert.match(xml, /<error message="[^"]+" type="inconclusive">/);
    assert.match(xml, /<testsuites [^>]*tests="5" failures="1" errors="1" skipped="2"/);
  });
});

describe("the JSON of an evaluation", () => {
  it("comes back as it was, and says mean, low, high and n of each measure", () => {
    const json = JSON.stringify(toEvaluationJson(hostile));
    assert.deepEqual(parseEvaluation(json, "x"), hostile);
    const { measures } = EvaluationSchema.parse(JSON.parse(json));
    const { measure, mean, low, high, n } = measures[0] ?? {};
    assert.deepEqual([measure, mean, low, high, n], ["nDCG@10", 0.634, 0.6, 0.668, 162]);
  });

  it("says what is wrong with a file that is none", () => {
    assert.throws(() => parseEvaluation("{", "a.json"), { code: "evaluate.evaluation-invalid" });
    assert.throws(
      () => parseEvaluation('{"schema":"other"}', "a.json"),
      /a\.json is no evaluation: schema/,
    );
  });
});

describe("the page of an evaluation", () => {
  const page = renderPage(hostile);
  const { document } = parseHTML(page);

  it("holds no script, no frame, no handler and no address to load from", () => {
    assert.equal(
      document.querySelectorAll("script, iframe, object, embed, link, img, base, form").length,
      0,
    );
    for (const element of document.querySelectorAll("*"))
      for (const { name } of element.attributes) {
        assert.ok(!name.startsWith("on"), name);
        assert.ok(!["src", "style", "srcdoc", "action"].includes(name), name);
      }
    for (const link of document.querySelectorAll("[href]"))
      assert.match(link.getAttribute("href") ?? "", /^#/);
    assert.doesNotMatch(page, UNSEEN);
  });

  it("allows its own style sheet by hash, and nothing else", async () => {
    const policy = document.querySelector("meta[http-equiv]")?.getAttribute("content") ?? "";
    assert.match(policy, /^default-src 'none'; style-src 'sha256-/);
    assert.doesNotMatch(policy, /unsafe/);
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? "";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    assert.ok(policy.includes(`'sha256-${Buffer.from(digest).toString("base64")}'`));
  });

  it("shows hostile questions as the text they are", () => {
    const shown = [...document.querySelectorAll("summary .question")].map(
      (each) => each.textContent,
    );
    assert.ok(shown.some((text) => text?.includes("<script>alert(1)</script>")));
    assert.ok(shown.some((text) => text?.includes("כמה ימי חופשה")));
    assert.equal(document.querySelectorAll("details.case").length, 30);
  });

  it("marks hits, and names what was relevant and not found", () => {
    const body = document.querySelector("details.case .body");
    assert.match(body?.querySelector(".hit")?.textContent ?? "", /leave\.md\s+relevant, grade 2/);
    assert.match(body?.textContent ?? "", /Relevant, and not above:\s+missed\.md\s+\(grade 1\)/);
    assert.match(body?.textContent ?? "", /asked as\s*group:hr/);
  });

  it("tells its curves to those who do not see them", () => {
    const drawings = [...document.querySelectorAll("svg")];
    assert.equal(drawings.length, 2);
    for (const drawing of drawings) {
      assert.equal(drawing.getAttribute("role"), "img");
      for (const id of drawing.getAttribute("aria-labelledby")?.split(" ") ?? [])
        assert.ok((document.getElementById(id)?.textContent ?? "").length > 5, id);
    }
    assert.equal(document.querySelectorAll("figure table").length, 2);
  });

  it("has one main part, a language, captions and heads of every column", () => {
    assert.equal(document.querySelectorAll("main").length, 1);
    assert.equal(document.documentElement.getAttribute("lang"), "en");
    for (const table of document.querySelectorAll("#measures table")) {
      assert.ok(table.querySelector("caption"));
      for (const head of table.querySelectorAll("th")) assert.ok(head.getAttribute("scope"));
    }
    const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const link of document.querySelectorAll("a[href^='#']"))
      assert.ok(ids.includes((link.getAttribute("href") ?? "").slice(1)), link.outerHTML);
  });

  it("has styles for the dark, for print and for the keyboard", () => {
    assert.match(page, /prefers-color-scheme: dark/);
    assert.match(page, /@media print/);
    assert.match(page, /:focus-visible/);
  });
});

describe("orderCases", () => {
  it("puts what was lost before what failed, and that before the rest", () => {
    const ordered = orderCases(hostile);
    const first = ordered.findIndex((each) => !isRegressed(each));
    assert.equal(first, 6);
    assert.ok(ordered.slice(first).every((each) => !isRegressed(each)));
  });

  it("takes less for better where the measure says so", () => {
    const [leading] = hostile.measures;
    assert.ok(leading);
    const measures = [{ ...leading, direction: "lower" as const }];
    const ordered = orderCases({ ...hostile, measures });
    const [worst] = ordered;
    assert.ok(worst && isRegressed(worst));
    assert.equal(worst.value, 0.9);
  });
});
