import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseFingerprint, toFingerprint, type Fingerprint } from "./fingerprint.ts";

describe("fingerprint", () => {
  it("reads back what it wrote", () => {
    const fingerprints: readonly Fingerprint[] = [
      { content: "5e:html/2:ab12", access: "ff" },
      { content: "narrowed", access: "ff" },
      { content: "5e:ab12", access: "ff", validator: { name: "a b.html", value: 'W/"1: 2"\n' } },
      { content: "5e:ab12", access: "ff", validator: { name: "", value: "" } },
    ];
    for (const fingerprint of fingerprints)
      assert.deepEqual(parseFingerprint(toFingerprint(fingerprint)), fingerprint);
  });

  it("reads those of stores that knew no validators", () => {
    assert.deepEqual(parseFingerprint("5e:text/1:ab12:ff"), {
      content: "5e:text/1:ab12",
      access: "ff",
    });
  });
});
