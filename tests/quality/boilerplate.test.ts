/**
 * What our HTML parser leaves out of the index, compared with what a person marked on ten pages.
 * The labels are offsets into a text of their own, so they do not depend on the parser.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { z } from "zod";
import { parseHtml } from "../../src/adapters/parsers/html/html.ts";
import { PARSER_LIMITS } from "../../src/adapters/parsers/index.ts";
import type { ParsedDocument } from "../../src/domain/document.ts";
import { toVisibleText } from "../fixtures/boilerplate/visible-text.ts";

const Labels = z.object({
  pages: z.array(
    z.object({
      file: z.string(),
      encoding: z.string(),
      sha256: z.string(),
      boilerplate: z.array(z.tuple([z.number(), z.number()])),
    }),
  ),
});

const folder = join(process.env["PLUMBLINE_DATA_SETS"] ?? "", "messy-docs");
const skip = existsSync(join(folder, "manifest.jsonl"))
  ? false
  : "the set messy-docs is not here: set PLUMBLINE_DATA_SETS to its folder";

interface Word {
  readonly text: string;
  readonly start: number;
}

const toWords = (text: string): readonly Word[] =>
  [...text.matchAll(/\S+/g)].map((match) => ({ text: match[0], start: match.index }));

/** Pairs of a longest common subsequence, by the slow and obvious table. */
function align(a: readonly Word[], b: readonly Word[]): ReadonlyMap<Word, Word> {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        a[i]?.text === b[j]?.text ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs = new Map<Word, Word>();
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    const [left, right] = [a[i], b[j]];
    if (left && right && left.text === right.text) {
      pairs.set(left, right);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** What is in the text but in no block that is indexed counts as left out, and so does what is lost. */
function countCharacters(
  visible: string,
  document: ParsedDocument,
  labels: readonly (readonly [number, number])[],
) {
  const isIndexed = ({ start }: Word): boolean =>
    document.blocks.some(
      (block) => !block.boilerplate && block.start <= start && start < block.end,
    );
  const words = toWords(visible);
  const pairs = align(words, toWords(document.text));
  const count = { hit: 0, marked: 0, labelled: 0 };
  for (const word of words) {
    const own = pairs.get(word);
    const isMarked = own === undefined || !isIndexed(own);
    const isLabelled = labels.some(([start, end]) => start <= word.start && word.start < end);
    if (isMarked) count.marked += word.text.length;
    if (isLabelled) count.labelled += word.text.length;
    if (isMarked && isLabelled) count.hit += word.text.length;
  }
  return count;
}

it("leaves out of the index what a person calls boilerplate, and nothing else", { skip }, (t) => {
  const source = new URL("../fixtures/boilerplate/labels.json", import.meta.url);
  const { pages } = Labels.parse(JSON.parse(readFileSync(source, "utf8")));
  const sum = { hit: 0, marked: 0, labelled: 0 };
  for (const { file, encoding, sha256, boilerplate } of pages) {
    const bytes = readFileSync(join(folder, file));
    const visible = toVisibleText(bytes, encoding);
    assert.equal(createHash("sha256").update(visible).digest("hex"), sha256, `${file} has changed`);
    const document = parseHtml({ bytes, name: file, limits: PARSER_LIMITS });
    const { hit, marked, labelled } = countCharacters(visible, document, boilerplate);
    t.diagnostic(`${file}: ${hit} of ${labelled} labelled, ${marked} marked`);
    sum.hit += hit;
    sum.marked += marked;
    sum.labelled += labelled;
  }
  const [precision, recall] = [sum.hit / sum.marked, sum.hit / sum.labelled];
  t.diagnostic(`precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
  assert.ok(precision >= 0.9 && recall >= 0.9, `precision ${precision}, recall ${recall}`);
});
