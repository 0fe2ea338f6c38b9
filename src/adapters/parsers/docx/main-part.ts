/** @module The main part of a Word document, with what its library would not see written into it. */
import { load } from "cheerio";
import type { Element } from "domhandler";
import { findAll, type XmlParts } from "../archive/xml.ts";
import { readNumbers } from "./numbering.ts";

/** Around a number that is written into a paragraph; characters without a meaning of their own. */
export const NUMBER = /\uE000([^\uE001]{0,100})\uE001/;

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const isBox = (element: Element): boolean =>
  element.parent?.type === "tag" && element.parent.name === "wps:txbx";

/**
 * Numbers before their paragraphs, between the two signs of `NUMBER`, and text boxes as older
 * programs write them. The source as it stands when there is neither.
 */
export function writeIntoMain(source: string, xml: XmlParts, main: string): string {
  const root = xml.root(main);
  const numbers = root ? [...readNumbers(xml, root)] : [];
  const paragraphs = root ? findAll(root, "p") : [];
  const hasBoxes = findAll(root, "txbxContent").some(isBox);
  if (numbers.length === 0 && !hasBoxes) return source;
  const $ = load(source, { xml: true });
  const targets = findAll($.root().get(0), "p");
  const places = new Map(paragraphs.map((paragraph, index) => [paragraph, index]));
  for (const [paragraph, number] of numbers) {
    const target = targets[places.get(paragraph) ?? -1];
    if (!target) continue;
    const run = `<w:r><w:t xml:space="preserve">\uE000${escapeXml(number)}\uE001</w:t></w:r>`;
    const properties = $(target).children("w\\:pPr");
    if (properties.length > 0) properties.first().after(run);
    else $(target).prepend(run);
  }
  for (const box of $("wps\\:txbx > w\\:txbxContent").toArray()) {
    const wrapper = $(box).closest("mc\\:AlternateContent");
    if (wrapper.find("mc\\:Fallback w\\:txbxContent").length > 0) continue;
    const drawing = wrapper.length > 0 ? wrapper : $(box).closest("w\\:drawing");
    const old = `<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox>${$.xml($(box))}</v:textbox></v:shape></w:pict>`;
    drawing.before(old);
  }
  return $.xml();
}
