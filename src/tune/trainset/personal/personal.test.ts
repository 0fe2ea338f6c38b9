import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { passesIban, passesLuhn } from "./checksums.ts";
import { findNames } from "./find-names.ts";
import { findSecrets } from "./find-secrets.ts";
import { createMasker, findPersonal } from "./mask.ts";
import { measureRecall, toShare } from "./measure-recall.ts";

const kindsIn = (text: string): readonly string[] => findPersonal(text).map(({ kind }) => kind);

/** Published examples of each country's own documentation, and the kind that they are. */
const VALID = [
  ["DE89 3704 0044 0532 0130 00", "IBAN"],
  ["4111 1111 1111 1111", "CARD"],
  ["3782 822463 10005", "CARD"],
  ["12345678Z", "ID"],
  ["RSSMRA85T10A562S", "ID"],
  ["2 55 08 14 168 025 38", "ID"],
  ["86095742719", "ID"],
  ["529.982.247-25", "ID"],
  ["44051401359", "ID"],
  ["811218-9876", "ID"],
  ["943 476 5919", "ID"],
  ["10000000146", "ID"],
  ["11010519491231002X", "ID"],
] as const;

describe("what tells persons", () => {
  for (const [value, kind] of VALID)
    it(`finds ${value}, and not where a digit was mistyped`, () => {
      assert.deepEqual(kindsIn(`Her number is ${value}, as she says.`), [kind]);
      const digits = [...value.matchAll(/\d/g)];
      const { index } = digits.at(-3) ?? { index: 0 };
      const wrong = `${value.slice(0, index)}${(Number(value[index]) + 1) % 10}${value.slice(index + 1)}`;
      assert.ok(!kindsIn(`Her number is ${wrong}, as she says.`).includes(kind), wrong);
    });

  it("lets one in ten random numbers pass as a card, and one in 97 as an account", () => {
    const random = createRandom("digits");
    const draw = (length: number): string =>
      Array.from({ length }, () => String(random.below(10))).join("");
    const rows = Array.from({ length: 20_000 }, () => draw(16));
    const cards = rows.filter(passesLuhn).length;
    const accounts = rows.filter((row) => passesIban(`DE${row}0000`)).length;
    assert.ok(Math.abs(cards - 2000) < 180, String(cards));
    assert.ok(Math.abs(accounts - 206) < 60, String(accounts));
  });

  it("leaves dates, amounts, sections, versions and measurements alone", () => {
    for (const text of [
      "From 2001-06 to 2002-2005 it rose by +10.3% and +118 of 576 900.",
      "On 14.03.2026 at 17:30 version 24.15.0 of section 4.2.1 cost 12,400.50.",
      "Call us during 1979-2008; see pages 112-118.",
      "Order 1234567890123456 of 2026-00417",
      "San Francisco and Monte Carlo",
    ])
      assert.deepEqual(kindsIn(text), [], text);
  });

  it("finds numbers and mails in every language of the labelled set, and nothing in its decoys", () => {
    for (const { language, structured, untouched, missed } of measureRecall()) {
      assert.ok(toShare(structured) >= 0.99, `${language}: ${missed.join(", ")}`);
      assert.equal(toShare(untouched), 1, language);
    }
  });

  it("does not pass its bar where uncommon names slip through, and tells so", () => {
    const german = measureRecall().find(({ language }) => language === "de");
    assert.ok(german?.names && toShare(german.names) < 0.9);
    assert.equal(german.passes, false);
    assert.ok(german.missed.includes("Levke Hansen"));
    assert.equal(measureRecall().find(({ language }) => language === "tr")?.names, undefined);
  });

  it("finds given names with what follows, titles, introductions and the people's own names", () => {
    const said = (text: string, own: readonly string[] = []): readonly string[] =>
      findNames(text, own).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(said("Ask Sanne de Vries or Mr. Okonkwo."), ["Sanne de Vries", "Okonkwo"]);
    assert.deepEqual(said("Ich heiße Zyx Wvut."), ["Zyx Wvut"]);
    assert.deepEqual(said("the grace period, marked by will"), []);
    assert.deepEqual(said("tell quentaro about it", ["Quentaro"]), ["quentaro"]);
  });
});

describe("a masker", () => {
  it("gives the same place the same number in every text of a row", () => {
    const { mask, counts } = createMasker();
    assert.equal(
      mask("Write to ada@example.org or bob@example.org."),
      "Write to <EMAIL_1> or <EMAIL_2>.",
    );
    assert.equal(mask("I wrote to Bob@example.org."), "I wrote to <EMAIL_2>.");
    assert.equal(mask("Call +49 30 901820 (+4930901820)."), "Call <PHONE_1> (<PHONE_1>).");
    assert.deepEqual(counts, { EMAIL: 3, PHONE: 2 });
  });

  it("changes nothing of a text that it has masked before", () => {
    const once = createMasker().mask("Sanne de Vries, NL91 ABNA 0417 1643 00, 020-1234567");
    assert.doesNotMatch(once, /Sanne|ABNA|1234567/);
    assert.equal(createMasker().mask(once), once);
  });
});

describe("findSecrets", () => {
  it("finds keys and passwords by their kinds", () => {
    const key = ["-----BEGIN", "PRIVATE KEY-----"].join(" ");
    assert.deepEqual(findSecrets(`${key} abc`), ["private-key"]);
    assert.deepEqual(findSecrets(`aws AKIA${"Q7".repeat(8)} is it`), ["aws-key"]);
    assert.deepEqual(findSecrets("password: hunter2hunter2"), ["password"]);
    assert.deepEqual(findSecrets("postgres://app:s3cr3t@db.example.org/x"), ["url-password"]);
  });

  it("takes advice on passwords for what it is", () => {
    for (const text of [
      "Password: at least twelve characters",
      "Your password must be changed every 90 days.",
      "api_key: <your key>",
      "Set apiKey: { env: OPENAI_API_KEY }",
    ])
      assert.deepEqual(findSecrets(text), [], text);
  });
});
