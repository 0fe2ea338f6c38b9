import assert from "node:assert/strict";
import { it } from "node:test";
import { toOutline } from "../../../testing/outline.ts";
import { makeOpenDocument } from "../../../testing/sample-office.ts";
import { PARSER_LIMITS } from "../limits.ts";
import { parseOdp } from "./odp.ts";

const parse = (body: string, styles = "") =>
  parseOdp({
    bytes: makeOpenDocument({ kind: "presentation", body, styles }),
    name: "x.odp",
    limits: PARSER_LIMITS,
  });

const box = (text: string, attributes: string): string =>
  `<draw:frame ${attributes}><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;
const title = (text: string): string => box(text, 'presentation:class="title"');
const at = (x: string, y: string): string =>
  `svg:x="${x}" svg:y="${y}" svg:width="2cm" svg:height="1cm"`;

it("reads slides in their order: title, boxes by their place, notes", () => {
  const notes = `<presentation:notes>${box("Speak slowly.", 'presentation:class="notes"')}</presentation:notes>`;
  const shape = `<draw:custom-shape ${at("1in", "10cm")}><text:p>shape</text:p></draw:custom-shape>`;
  const group = `<draw:g>${box("low", at("0cm", "6cm"))}${box("high", at("0cm", "5cm"))}</draw:g>`;
  const moved = box("moved", 'draw:transform="rotate (1) translate (20cm 5cm)"');
  const one = `<draw:page>${shape}${moved}${group}${title("One")}${box("first", at("0cm", "0mm"))}${notes}</draw:page>`;
  const two = `<draw:page>${box("Acme", 'presentation:class="footer"')}${box("7", 'presentation:class="page-number"')}${box("Ten days.", "")}</draw:page>`;
  const document = parse(one + two);
  assert.deepEqual(toOutline(document), [
    "heading1: One",
    "paragraph: first",
    "paragraph: high",
    "paragraph: low",
    "paragraph: shape",
    "paragraph: moved",
    "heading2: Notes",
    "paragraph: Speak slowly.",
    "heading1: Slide 2",
    "paragraph: Ten days.",
    "{paragraph: Acme}",
  ]);
  assert.deepEqual([document.title, document.pages?.length], ["One", 2]);
});

it("says which slides are hidden, and leaves out what a template shows", () => {
  const style =
    '<style:style style:name="dp1"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>';
  const empty = box("Click to add text", 'presentation:placeholder="true"');
  const document = parse(
    `<draw:page draw:style-name="dp1">${title("One")}${empty}</draw:page>`,
    style,
  );
  assert.deepEqual(toOutline(document), ["heading1: One"]);
  assert.deepEqual(document.warnings, ["hidden slides: 1"]);
});

it("refuses slides without words", () => {
  assert.throws(() => parse("<draw:page/>"), { code: "parsers.empty" });
});
