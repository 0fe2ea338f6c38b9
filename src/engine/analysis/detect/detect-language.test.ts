import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { z } from "zod";
import { detectLanguage } from "./detect-language.ts";

const Page = z.object({ sentences: z.array(z.string()) });
const PAGES = z
  .record(z.string(), Page)
  .parse(JSON.parse(readFileSync("tests/fixtures/languages/handbook.json", "utf8")));

/** A heading or a title: many say too little, but none may be taken for another language's. */
const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  ar: ["سياسة الإجازات", "مصاريف السفر"],
  de: ["Kündigungsfrist in der Probezeit", "Rückgabe und Erstattung"],
  el: ["Πολιτική αδειών", "Έξοδα ταξιδίου"],
  en: ["Parental leave policy", "Returns and refunds for the customer"],
  es: ["Política de vacaciones", "Devoluciones y reembolsos"],
  fr: ["Politique de congé parental", "Retours et remboursements"],
  hi: ["अवकाश नीति", "यात्रा व्यय"],
  it: ["Regolamento sul congedo parentale", "Resi e rimborsi"],
  ja: ["休暇のルール", "出張費の精算"],
  ko: ["휴가 규정", "출장비 정산"],
  nl: ["Regeling voor ouderschapsverlof", "Retouren en terugbetalingen"],
  pt: ["Política de licença parental", "Devoluções e reembolsos"],
  ro: ["Politica privind concediul parental", "Retururi și rambursări"],
  ru: ["Порядок отпусков", "Командировочные расходы"],
  th: ["นโยบายการลา", "ค่าเดินทาง"],
  tr: ["Ebeveyn izni politikası", "İade ve geri ödeme"],
  vi: ["Chính sách nghỉ phép", "Chi phí công tác"],
  zh: ["休假规定", "差旅费报销"],
};

const OTHERS: Readonly<Record<string, readonly [text: string, language: string | undefined]>> = {
  "a language without an analyzer": ["Hur många dagar har jag och vad gäller vid sjukdom?", "sv"],
  "Hebrew, by its letters": ["כמה ימי חופשה יש לי?", "he"],
  Persian: ["چند روز مرخصی سالانه دارم و چگونه درخواست کنم؟", undefined],
  Ukrainian: ["Скільки днів відпустки має кожен працівник?", undefined],
  Bulgarian: ["Отпускът се ползва след разрешение от прекия ръководител.", undefined],
  "words that several languages share": ["la de la, de la, de la, de la", undefined],
  nothing: ["", undefined],
  "no letters": ["2024-05-01 | 14.7 %", undefined],
  "a part number": ["GPT-4o", undefined],
  "Chinese between Latin names": ["Kubernetes Pod 无法启动", "zh"],
  "English with a Chinese word": ["How do I say 你好 when I am in the office?", "en"],
  "a vitamin in English": ["Vitamin D and vitamin C for the patients of the clinic", "en"],
  "letters in parts": ["Quy định về ngày nghỉ của nhân viên".normalize("NFD"), "vi"],
};

describe("detectLanguage", () => {
  for (const [language, { sentences }] of Object.entries(PAGES)) {
    it(`knows a page of ${language}`, () => {
      assert.equal(detectLanguage(sentences.join("\n\n")), language);
    });

    it(`knows sentences of ${language}, and takes none for another language`, () => {
      const found = sentences.map((sentence) => detectLanguage(sentence));
      assert.ok(found.filter((each) => each === language).length >= sentences.length - 1);
      for (const each of found) assert.ok(each === language || each === undefined, each);
    });

    it(`takes no heading of ${language} for another language`, () => {
      for (const heading of HEADINGS[language] ?? [])
        assert.ok([language, undefined].includes(detectLanguage(heading)), heading);
      assert.equal(HEADINGS[language]?.length, 2);
    });
  }

  for (const [name, [text, language]] of Object.entries(OTHERS))
    it(`reads ${name}`, () => assert.equal(detectLanguage(text), language));

  it("looks at the beginning of a long text alone, and is quick about it", () => {
    const start = "The leave of the employees is what they ask for. ".repeat(500);
    assert.equal(detectLanguage(`${start}${"Der Urlaub ist der Urlaub. ".repeat(100_000)}`), "en");
  });
});
