import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { analyzerIdFor, getAnalyzer } from "../analysis/index.ts";
import { weighEvidence, type EvidencePassage, type EvidenceQuestion } from "./evidence.ts";
import { findConflicts } from "./conflict.ts";
import {
  HAN_NUMBER,
  listNumberWords,
  NUMBER_WORD_LANGUAGES,
  readHanNumber,
} from "./number-words.ts";
import { QUESTION_FORMS } from "./question-forms.ts";
import { answerType, holdsType } from "./question-words.ts";
import { splitSentences } from "./sentences.ts";
import { listMonths } from "./time-words.ts";
import { statedQuantities } from "./values.ts";

const units = (text: string, language: string): string[] =>
  splitSentences(text, language).map(({ start, end }) => text.slice(start, end));

const SENTENCES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  de: [["Am 3. Mai gilt das, z. B. für alle.", "Danach nicht."], ["Es gilt d. h. für Dr. Roth."]],
  es: [["El plazo, p. ej. de un mes, vence.", "¿Y después?"]],
  fr: [["Voir art. 5, p. ex. le délai.", "Ensuite, non."]],
  tr: [["Toplantı 3. Katta yapılır.", "Sonra biter."]],
  ru: [["Срок истёк в 2020 г. Москва ждёт.", "Потом нет."]],
  hi: [["अवकाश तीस दिन का है।", "आवेदन पहले दें।"]],
  ar: [["هل يمكنني ذلك؟", "نعم، يمكنك."]],
  el: [["Πόσες ημέρες έχω;", "Έχετε τριάντα."]],
  ja: [["休暇は三十日です。", "申請は前に。"]],
};

describe("splitSentences by language", () => {
  for (const [language, cases] of Object.entries(SENTENCES))
    it(`cuts ${language}`, () => {
      for (const parts of cases) assert.deepEqual(units(parts.join(" "), language), parts);
    });

  it("needs no blank after the marks of India and East Asia", () => {
    assert.deepEqual(units("पहला है।दूसरा है।", "hi"), ["पहला है।", "दूसरा है।"]);
  });

  it("cuts Thai at blanks into units of a sentence's length, and not behind a number", () => {
    const text =
      "พนักงานทุกคนมีสิทธิลาพักร้อนโดยได้รับค่าจ้างจำนวน 30 วันต่อปีตามระเบียบของบริษัท " +
      "ต้องยื่นใบลาต่อหัวหน้างานล่วงหน้าอย่างน้อยสองสัปดาห์ก่อนวันที่ต้องการลาหยุด";
    assert.deepEqual(units(text, "th"), text.split(/(?<=บริษัท) /));
    assert.deepEqual(units("ลาได้ ปีละ 30 วัน", "th"), ["ลาได้ ปีละ 30 วัน"]);
  });
});

const VALUES: Readonly<Record<string, readonly [sentence: string, values: string]>> = {
  de: [
    "Ab 1. Mai 2024 gelten 3,5 Tage, 1.234,56 Euro, 12,5 % und drei Wochen.",
    "date 2024/5/1, duration 3.5, money:eur 1234.56, percent 12.5, duration 21",
  ],
  fr: [
    "Le 1er mai 2024, 30 jours et 1 234,56 euros.",
    "date 2024/5/1, duration 30, money:eur 1234.56",
  ],
  es: ["Desde el 1 de mayo de 2024, dos semanas.", "date 2024/5/1, duration 14"],
  it: ["Dal 1 maggio 2024, entro 30 giorni.", "date 2024/5/1, duration 30"],
  pt: ["A partir de 1 de maio de 2024, 30 dias.", "date 2024/5/1, duration 30"],
  nl: ["Vanaf 1 mei 2024 geldt dit 3 maanden.", "date 2024/5/1, duration 90"],
  ro: ["Din 1 mai 2024, 30 zile.", "date 2024/5/1, duration 30"],
  ru: ["С 1 мая 2024 года — 28 дней.", "date 2024/5/1, duration 28"],
  el: ["Από 1 Μαΐου 2024, 30 ημέρες.", "date 2024/5/1, duration 30"],
  tr: ["1 Mayıs 2024 tarihinden itibaren 14 gündür.", "date 2024/5/1, duration 14"],
  ar: ["من 1 مايو 2024 لمدة 30 يومًا.", "date 2024/5/1, duration 30"],
  hi: ["1 मई 2024 से 30 दिन।", "date 2024/5/1, duration 30"],
  th: ["ตั้งแต่ 1 มกราคม 2024 ลาได้ 20 วัน", "date 2024/1/1, duration 20"],
  vi: ["Được nghỉ 12 ngày và ba tháng thử việc.", "duration 12, duration 90"],
  zh: ["自2024年5月1日起，每年20天，满3个月后。", "date 2024/5/1, duration 20, duration 90"],
  ja: ["2024年5月1日から年20日、3か月以内。", "date 2024/5/1, duration 20, duration 90"],
  ko: ["2024년 5월 1일부터 20일, 3개월 이내.", "date 2024/5/1, duration 20, duration 90"],
};

describe("statedQuantities by language", () => {
  for (const [language, [sentence, expected]] of Object.entries(VALUES))
    it(`reads dates, units and words of ${language}`, () => {
      const values = statedQuantities(sentence, language);
      const found = values.map(({ family, fields }) => `${family} ${fields.join("/")}`);
      assert.equal(found.join(", "), expected);
      for (const { text, start, end } of values) assert.equal(sentence.slice(start, end), text);
    });
});

describe("number words", () => {
  it("say different numbers in different words", () => {
    for (const language of NUMBER_WORD_LANGUAGES) {
      const words = listNumberWords(language);
      assert.ok(words.size >= 9, language);
      assert.equal(words.get("") ?? words.get("-"), undefined);
    }
    assert.equal(listNumberWords("de-AT").get("zwölf"), 12);
    assert.equal(listNumberWords("xx").size, 0);
  });

  for (const [text, value] of [
    ["三", 3],
    ["十", 10],
    ["十五", 15],
    ["二十", 20],
    ["三百", 300],
    ["一千二百", 1200],
    ["两万五千", 25_000],
    ["二〇二四", 2024],
  ] as const)
    it(`reads ${text}`, () => {
      assert.equal(text.match(HAN_NUMBER)?.[0], text);
      assert.equal(readHanNumber(text), value);
    });
});

describe("answerType by language", () => {
  const asked: Readonly<
    Record<string, readonly [person: string, date: string, number: string, place: string]>
  > = {
    en: ["Who approves it?", "When is it due?", "How many days?", "Where is it?"],
    ar: ["من هو المدير؟", "متى يبدأ؟", "كم يومًا؟", "أين المكتب؟"],
    de: ["Wer genehmigt das?", "Wann ist das fällig?", "Wie viele Tage?", "Wo ist das?"],
    el: ["Ποιος εγκρίνει;", "Πότε λήγει;", "Πόσες ημέρες;", "Πού είναι;"],
    es: ["¿Quién lo aprueba?", "¿Cuándo vence?", "¿Cuántos días?", "¿Dónde está?"],
    fr: ["Qui approuve ?", "Quand est-ce dû ?", "Combien de jours ?", "Où est-ce ?"],
    hi: ["कौन स्वीकृति देता है?", "यह कब है?", "कितने दिन?", "कार्यालय कहाँ है?"],
    it: ["Chi approva?", "Quando scade?", "Quanti giorni?", "Dove si trova?"],
    ja: ["誰が承認しますか。", "いつですか。", "いくらですか。", "どこですか。"],
    ko: ["누가 승인합니까?", "언제입니까?", "얼마입니까?", "어디입니까?"],
    nl: ["Wie keurt dit goed?", "Wanneer is dat?", "Hoeveel dagen?", "Waar is het?"],
    pt: ["Quem aprova?", "Quando vence?", "Quantos dias?", "Onde fica?"],
    ro: ["Cine aprobă?", "Când expiră?", "Câte zile?", "Unde este?"],
    ru: ["Кто утверждает?", "Когда срок?", "Сколько дней?", "Где это?"],
    th: ["ใครอนุมัติ", "ครบกำหนดเมื่อไร", "กี่วัน", "อยู่ที่ไหน"],
    tr: ["Bunu kim onaylar?", "Ne zaman biter?", "Kaç gün?", "Nerede?"],
    vi: ["Ai duyệt?", "Khi nào hết hạn?", "Bao nhiêu ngày?", "Ở đâu?"],
    zh: ["谁批准？", "什么时候到期？", "多少天？", "在哪里？"],
  };
  for (const language of Object.keys(QUESTION_FORMS))
    it(`tells the four kinds of ${language} apart`, () => {
      const found = asked[language]?.map((question) => answerType(question, language));
      assert.deepEqual(found, ["person", "date", "number", "place"]);
    });

  it("does not take one language's words for another's", () => {
    assert.equal(answerType("Wie funktioniert das?", "de"), "none");
    assert.equal(answerType("What does chi mean?", "en"), "none");
    assert.equal(answerType("Quién?", "xx"), "none");
  });

  it("finds values of the kind in the language of the sentence", () => {
    assert.ok(holdsType("number", "Sie erhalten drei Wochen.", "", "de"));
    assert.ok(!holdsType("number", "Sie erhalten eine Woche.", "", "de"));
    assert.ok(holdsType("number", "每年十五天。", "", "zh"));
    assert.ok(holdsType("date", "Gilt ab März.", "", "de"));
    assert.ok(holdsType("date", "从五月开始。", "", "zh"));
  });

  it("has the names of the months where they are names", () => {
    assert.equal(listMonths("de")[2], "märz");
    assert.deepEqual(listMonths("zh"), []);
  });
});

function ask(text: string, language: string, known: string): EvidenceQuestion {
  const analyzerId = analyzerIdFor(language);
  const { count } = getAnalyzer(analyzerId);
  const held = count(known).counts;
  return {
    text,
    language,
    passageCount: 100,
    terms: [...count(text).counts.keys()].map((term) => ({
      term,
      idf: held.has(term) ? 4 : 5,
      known: held.has(term),
      analyzerId,
    })),
  };
}
const passageOf = (text: string, language: string): EvidencePassage => ({
  text,
  breadcrumb: "",
  score: 5,
  language,
  analyzerId: analyzerIdFor(language),
});

describe("weighEvidence in languages that part no words", () => {
  const page = "每位员工每年享有30天带薪年假。休假申请须至少提前两周提交给直属上级。";
  const weigh = (question: string) =>
    weighEvidence(ask(question, "zh", page), [passageOf(page, "zh")]).confidence;

  it("is sure though pairs across two words are nowhere", () => {
    assert.ok(weigh("员工每年享有多少天年假？") >= 0.5);
  });

  it("is unsure of a word that is nowhere, between words that are", () => {
    assert.ok(weigh("员工有多少天产假？") < weigh("员工有多少天年假？"));
    assert.ok(weigh("访客网络的密码是什么？") < 0.5);
  });
});

describe("weighEvidence in languages that write compounds", () => {
  it("takes a compound to be about its first part", () => {
    const text = "Der Urlaubsanspruch beträgt 30 Tage.";
    const question = ask("Wie viel Urlaub?", "de", "Urlaub");
    const [best] = weighEvidence(question, [passageOf(text, "de")]).sentences;
    assert.deepEqual(best?.covered, ["urlaub"]);
  });
});

describe("findConflicts by language", () => {
  it("finds two numbers for the same thing", () => {
    const texts = [
      "Die Kündigungsfrist in der Probezeit beträgt für alle Beschäftigten zwei Wochen.",
      "Die Kündigungsfrist in der Probezeit beträgt für alle Beschäftigten 4 Wochen.",
    ];
    const question = ask(
      "Wie lang ist die Kündigungsfrist in der Probezeit?",
      "de",
      texts[0] ?? "",
    );
    const passages = texts.map((text, index) => ({
      ...passageOf(text, "de"),
      documentId: `d${index}`,
    }));
    const [found] = findConflicts(question, passages, weighEvidence(question, passages));
    assert.deepEqual([found?.left.value, found?.right.value], ["zwei Wochen", "4 Wochen"]);
  });
});
