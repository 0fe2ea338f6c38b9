import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseTraceParent } from "./trace-parent.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

describe("parseTraceParent", () => {
  it("reads the example of the standard", () => {
    assert.deepEqual(parseTraceParent(`00-${TRACE}-${SPAN}-01`), {
      traceId: TRACE,
      spanId: SPAN,
      sampled: true,
    });
    assert.equal(parseTraceParent(`00-${TRACE}-${SPAN}-02`)?.sampled, false);
  });

  it("reads a later version by what every version has", () => {
    assert.equal(parseTraceParent(`cc-${TRACE}-${SPAN}-01-what-will-be`)?.traceId, TRACE);
  });

  for (const header of [
    null,
    undefined,
    "",
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${"0".repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${"0".repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE.slice(1)}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01\nx`,
  ])
    it(`takes ${JSON.stringify(header)} for none`, () => {
      assert.equal(parseTraceParent(header), undefined);
    });
});
