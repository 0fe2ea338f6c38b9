/** @module The promises of the parser port, as tests that every parser runs. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ParsedDocument, Span } from "../domain/document.ts";
import { PlumblineError } from "../foundation/errors.ts";
import type { Parser } from "../ports/parser.ts";

export interface ParserSample {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ParserSamples {
  /** Each with a sentence that its text must hold; at least one. */
  readonly valid: readonly (ParserSample & { readonly says: string })[];
  /** Each with the code of the error that refuses it; at least one. */
  readonly refused: readonly (ParserSample & { readonly code: string })[];
}

function assertInOrder(spans: readonly Span[], within: Span, what: string): void {
  let end = within.start;
  for (const span of spans) {
    assert.ok(span.start >= end, `${what} overlap or are out of order at ${span.start}`);
    assert.ok(span.end > span.start, `${what} hold nothing at ${span.start}`);
    end = span.end;
  }
  assert.ok(end <= within.end, `${what} reach beyond ${within.end}`);
}

function assertBlocks({ text, blocks }: ParsedDocument): void {
  assertInOrder(blocks, { start: 0, end: text.length }, "blocks");
  for (const block of blocks) {
    const slice = text.slice(block.start, block.end);
    assert.equal(slice, slice.trim(), "a block has white space at an end");
    assert.ok(slice.isWellFormed(), "a block cuts a character in two");
    if (block.kind !== "table") continue;
    assertInOrder(block.rows ?? [], block, "rows");
    assert.ok((block.headerRows ?? 0) <= (block.rows ?? []).length, "more header rows than rows");
  }
}

function assertPages({ text, pages = [] }: ParsedDocument): void {
  let end = 0;
  for (const [index, page] of pages.entries()) {
    assert.equal(page.page, index + 1);
    assert.ok(page.start >= end && page.end >= page.start && page.end <= text.length);
    end = page.end;
  }
}

/**
 * @param open is called for each test; what it opens may be shared, as a parser keeps no state.
 */
export function describeParser(
  name: string,
  open: () => Parser | Promise<Parser>,
  { valid, refused }: ParserSamples,
): void {
  describe(`parser contract: ${name}`, () => {
    for (const sample of valid) {
      const parse = async (): Promise<ParsedDocument> =>
        await (await open()).parse({ name: sample.name, bytes: sample.bytes });

      it(`reads what ${sample.name} says`, async () => {
        const { text } = await parse();
        assert.ok(text.includes(sample.says), `no ${JSON.stringify(sample.says)} in ${text}`);
        assert.ok(text.isWellFormed());
      });

      it(`gives blocks of ${sample.name} that agree with its text`, async () => {
        const document = await parse();
        assert.ok(document.blocks.length > 0);
        assertBlocks(document);
        assertPages(document);
      });

      it(`gives the same result for the same bytes of ${sample.name}`, async () => {
        assert.deepEqual(await parse(), await parse());
      });

      it(`leaves the bytes of ${sample.name} as they were`, async () => {
        const before = sample.bytes.slice();
        await parse();
        assert.deepEqual(sample.bytes, before);
      });
    }

    for (const { code, ...request } of refused)
      it(`refuses ${request.name} as ${code}, never with an empty success`, async () => {
        const parser = await open();
        await assert.rejects(parser.parse(request), (error) => {
          assert.ok(error instanceof PlumblineError, String(error));
          assert.equal(error.code, code);
          assert.notEqual(error.hint, "");
          return true;
        });
      });

    it("does not start what is aborted already", async () => {
      const [sample] = valid;
      assert.ok(sample, "a contract needs a valid sample");
      const parser = await open();
      const signal = AbortSignal.abort(new Error("changed my mind"));
      await assert.rejects(
        parser.parse({ name: sample.name, bytes: sample.bytes, signal }),
        /changed my mind/,
      );
    });

    it("names what it reads in lower case and without dots", async () => {
      const { id, extensions } = await open();
      assert.match(id, /^[a-z]+\/\d+$/);
      assert.ok(extensions.length > 0);
      for (const extension of extensions) assert.match(extension, /^[a-z0-9]+$/);
    });
  });
}
