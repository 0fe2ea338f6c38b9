import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeGoldenCase } from "../../../testing/toy-system.ts";
import { locateSpan, settleEvidence } from "./settle-evidence.ts";

const TEXT = "Leave is 16 weeks. For twins leave is 18 weeks. Leave is 16 weeks.";
const place = (text: string, quote: string, start?: number) =>
  locateSpan(text, {
    document: "d",
    quote,
    ...(start === undefined ? {} : { start, end: start + quote.length }),
  });

describe("locateSpan", () => {
  it("finds a quote where it was", () => {
    assert.deepEqual(place(TEXT, "Leave is 16 weeks", 48), {
      span: { document: "d", quote: "Leave is 16 weeks", start: 48, end: 65 },
      state: "exact",
    });
  });

  it("takes the place nearest to the old one when it has moved", () => {
    const found = place(`A new first line. ${TEXT}`, "Leave is 16 weeks", 60);
    assert.ok(typeof found !== "string");
    assert.deepEqual([found.span.start, found.state], [66, "moved"]);
    const near = place(`A new first line. ${TEXT}`, "Leave is 16 weeks", 10);
    assert.ok(typeof near !== "string" && near.span.start === 18);
  });

  it("finds it whatever its typography, and quotes what stands there now", () => {
    const found = place("It’s\n“paid”  leave", `It's "paid" leave`);
    assert.ok(typeof found !== "string");
    assert.equal(found.state, "normalized");
    assert.equal(found.span.quote, "It’s\n“paid”  leave");
  });

  it("does not find another number, nor a place beyond the text", () => {
    assert.equal(place(TEXT, "Leave is 17 weeks"), "quote-missing");
    assert.equal(locateSpan(TEXT, { document: "d", start: 0, end: 999 }), "outside");
  });
});

describe("settleEvidence", () => {
  const golden = makeGoldenCase("q", {
    evidence: [
      [
        { document: "a", quote: "16 weeks" },
        { document: "gone", quote: "x" },
      ],
      [{ document: "a", quote: "For twins" }],
    ],
  });
  const read = async (key: string): Promise<string | undefined> => (key === "a" ? TEXT : undefined);

  it("keeps the sets that are whole, and the hash of the case", async () => {
    const { settled, stale, lost } = await settleEvidence(golden, read);
    assert.deepEqual(settled.evidence, [
      [{ document: "a", quote: "For twins", start: 19, end: 28 }],
    ]);
    assert.equal(settled.hash, golden.hash);
    assert.deepEqual([stale, lost], [false, [{ document: "gone", reason: "document-missing" }]]);
  });

  it("is stale when no set is whole, and not for want of any", async () => {
    const broken = { ...golden, evidence: golden.evidence.slice(0, 1) };
    assert.ok((await settleEvidence(broken, read)).stale);
    assert.ok(!(await settleEvidence({ ...golden, evidence: [] }, read)).stale);
  });

  it("reads as those who ask", async () => {
    const asked: unknown[] = [];
    await settleEvidence({ ...golden, principals: ["group:hr"] }, async (_, { principals }) => {
      asked.push(principals);
      return undefined;
    });
    assert.deepEqual(asked, [["group:hr"], ["group:hr"], ["group:hr"]]);
  });
});
