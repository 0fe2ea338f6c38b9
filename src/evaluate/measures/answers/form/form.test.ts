import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { goldenCaseOf } from "../../../../testing/reply-cases.ts";
import { schemaUnusable, styleGuideInvalid } from "../errors.ts";
import { findAddress } from "./address.ts";
import { computeFieldAccuracy, listFormMistakes, parseReplyJson } from "./format.ts";
import { toSchemaCheck } from "./schema-check.ts";
import { checkStyle, countWords } from "./style.ts";
import { parseStyleGuide } from "./style-guide.ts";

describe("the form of an answer", () => {
  it("is JSON as a program reads it", () => {
    assert.deepEqual(parseReplyJson('{"a":1}'), { value: { a: 1 } });
    for (const text of ["", "```json\n{}\n```", "{} and more", "{'a':1}", "NaN"])
      assert.ok("mistake" in parseReplyJson(text), text);
  });

  it("is checked by the schema that the case names", () => {
    const schema = toSchemaCheck("leave.json", {
      type: "object",
      properties: { weeks: { type: "integer", minimum: 1 } },
      required: ["weeks"],
      additionalProperties: false,
    });
    const golden = goldenCaseOf({ checks: { schema: "leave.json" } });
    const tools = { schemas: new Map([["leave.json", schema]]) };
    // Only the schemas are looked at.
    const list = (text: string) =>
      listFormMistakes(text, { golden, tools } as unknown as Parameters<
        typeof listFormMistakes
      >[1]);
    assert.deepEqual(list('{"weeks":12}'), []);
    assert.equal(list('{"weeks":0}')?.length, 1);
    assert.equal(list('{"weeks":12,"days":1}')?.length, 1);
    assert.equal(list("twelve")?.length, 1);
  });

  it("is not half checked: a keyword that cannot be checked is refused", () => {
    for (const schema of [
      { not: { type: "string" } },
      { type: "wat" },
      "no",
      { $ref: "http://x/y" },
    ])
      assert.throws(() => toSchemaCheck("s.json", schema), schemaUnusable.is);
  });

  it("has fields, each right or not", () => {
    const gold = { weeks: 12, who: ["Ines", "Otto"], paid: true };
    // Of weeks, who.0, who.1 and paid three are equal.
    const reply = { weeks: 12, who: ["Ines", "Ann"], paid: true, more: 1 };
    assert.equal(computeFieldAccuracy(reply, gold), 3 / 4);
    assert.equal(computeFieldAccuracy("12", gold), 0);
    assert.equal(computeFieldAccuracy({}, {}), 1);
  });
});

const guide = (yaml: string) =>
  parseStyleGuide("style.yaml", `schema: plumbline.style/1\nname: hr\n${yaml}`);

const check = (yaml: string, text: string, language = "en", question = "How long?") =>
  checkStyle(guide(yaml), { text, question, language, sentences: text.split(/(?<=\.) /) });

const broken = (...given: Parameters<typeof check>) =>
  check(...given)
    .filter(({ held }) => !held)
    .map(({ rule }) => rule);

describe("a style guide", () => {
  it("is refused with every mistake named", () => {
    const text = "schema: plumbline.style/1\nname: HR\nlenght: {}\nbanned: [{phrase: []}]";
    assert.throws(
      () => parseStyleGuide("style.yaml", text),
      (error) =>
        styleGuideInvalid.is(error) &&
        ["name", "banned.0.phrase", "lenght"].every((place) => error.message.includes(place)),
    );
    assert.throws(() => parseStyleGuide("style.yaml", "a: [b"), styleGuideInvalid.is);
  });

  it("has a hash that its layout does not change", () => {
    assert.equal(guide("address: formal").hash, guide('"address": "formal"\nbanned: []').hash);
    assert.notEqual(guide("address: formal").hash, guide("address: informal").hash);
  });

  it("bans whole words, in any case unless it says otherwise", () => {
    const yaml = "banned: [{phrase: [basic, of course], instead: it plainly}]";
    assert.deepEqual(broken(yaml, "It is basically so."), []);
    assert.deepEqual(broken(yaml, "Of\ncourse it is."), ["banned: basic | of course"]);
    assert.equal(check(yaml, "A basic rule.")[0]?.found, "basic: write it plainly");
    assert.deepEqual(broken("banned: [{phrase: IT, matchCase: true}]", "it is"), []);
    assert.deepEqual(broken("banned: [{phrase: '(c)'}]", "Plumbline (C)"), ["banned: (c)"]);
    assert.deepEqual(broken("banned: [{phrase: 年假}]", "员工年假十五天"), ["banned: 年假"]);
  });

  it("requires one wording of several, where numbers are told or always", () => {
    const yaml = "required: [{name: source, say: [see, according to], when: numbers}]";
    assert.deepEqual(check(yaml, "No number."), []);
    assert.deepEqual(broken(yaml, "It is 12."), ["required: source"]);
    assert.deepEqual(broken(yaml, "According to the handbook it is 12."), []);
  });

  it("wants a disclaimer where its subject is spoken of, at the end if it says so", () => {
    const yaml =
      "disclaimers: [{text: This is no legal advice., when: {mentions: [contract]}, at: end}]";
    assert.deepEqual(check(yaml, "Yes."), []);
    assert.equal(broken(yaml, "Yes.", "en", "Is the contract valid?").length, 1);
    assert.deepEqual(broken(yaml, "A contract is. This is no legal advice."), []);
    assert.equal(broken(yaml, "This is no legal advice. A contract is.").length, 1);
  });

  it("limits words and sentences", () => {
    const yaml = "length: {maxWords: 6, minWords: 2, maxSentences: 2, maxSentenceWords: 4}";
    assert.deepEqual(broken(yaml, "One two three. Four five."), []);
    assert.deepEqual(broken(yaml, "One two three four five. Six seven."), [
      "length: at most 6 words",
      "length: at most 4 words a sentence",
    ]);
    assert.deepEqual(broken(yaml, "One."), ["length: at least 2 words"]);
    assert.equal(countWords("员工每年休假"), 3);
  });

  it("forbids headings, lists and exclamations", () => {
    const yaml = "form: {headings: false, lists: false, exclamations: false}";
    assert.deepEqual(broken(yaml, "# Leave\n- one\nWell done!"), [
      "form: no headings",
      "form: no lists",
      "form: no exclamations",
    ]);
    assert.deepEqual(broken(yaml, "Plain text - with a dash."), []);
  });

  it("is silent on languages that it is not for", () => {
    assert.deepEqual(check("languages: [de]\nbanned: [{phrase: leave}]", "leave"), []);
    assert.deepEqual(check("address: formal", "Itse asiassa sinä", "fi"), []);
  });
});

/** Language, text, formal words, informal words. */
const ADDRESSES: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ["de", "Bitte senden Sie Ihren Antrag.", ["Sie", "Ihren"], []],
  ["de", "Sie gilt. Ihr Zweck ist klar, und sie bleibt.", [], []],
  ["de-AT", "Sende uns deinen Antrag, wenn du willst.", [], ["deinen", "du"]],
  ["fr", "Envoyez votre demande, si vous voulez.", ["votre", "vous"], []],
  ["fr", "Envoie ton dossier, tu veux bien.", [], ["tu"]],
  ["es", "Usted recibe doce semanas.", ["Usted"], []],
  ["it", "Se Lei vuole, lei non sa.", ["Lei"], []],
  ["nl", "Stuur uw aanvraag; je krijgt antwoord.", ["uw"], ["je"]],
  ["ru", "Отправьте ваше заявление.", ["ваше"], []],
];

describe("findAddress", () => {
  for (const [language, text, formal, informal] of ADDRESSES)
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(findAddress(text, language, "formal"), formal);
      assert.deepEqual(findAddress(text, language, "informal"), informal);
    });

  it("does not tell where single words do not", () => {
    assert.equal(findAddress("您好", "zh", "formal"), undefined);
    assert.deepEqual(broken("address: formal", "Wenn du willst.", "de"), ["address: formal"]);
    assert.deepEqual(broken("address: informal", "Wenn du willst.", "de"), []);
    assert.deepEqual(broken("address: none", "Wenn du willst.", "de"), ["address: none"]);
  });
});
