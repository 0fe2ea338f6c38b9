import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findMissingNumbers } from "./exact-values.ts";

/** Sentence, source, their languages, and what of the sentence is missing. */
const CASES: Readonly<
  Record<string, readonly [string, string, readonly string[], readonly string[]]>
> = {
  "a German decimal": ["Es sind 3,5 %.", "3,5 Prozent", ["de"], []],
  "a German decimal in English spelling": ["Es sind 3,5 %.", "3.5%", ["de"], []],
  "another German decimal": ["Es sind 3,5 %.", "35 %", ["de"], ["3,5 %"]],
  "thousands and decimals": ["Es kostet 1.234,56 Euro.", "EUR 1234.56", ["de"], []],
  "thousands parted by a plain blank": ["Cela coûte 1234,56 euros.", "1 234,56 euros", ["fr"], []],
  "thousands joined in the source": ["Cela coûte 1 234,56 euros.", "1234,56 euros", ["fr"], []],
  "numbers that stand apart": ["Cela coûte 1 234 euros.", "1 an, 234 euros", ["fr"], []],
  "a figure for a word": ["Es sind 3 Wochen.", "drei Wochen", ["de"], []],
  "a word for a figure": ["Es sind drei Wochen.", "3 Wochen", ["de"], []],
  "another word": ["Es sind vier Wochen.", "drei Wochen", ["de"], ["vier"]],
  "a word of another language's source": ["Es sind drei Wochen.", "three weeks", ["de"], []],
  "a word of a source that is not English": [
    "Es sind drei Wochen.",
    "trois semaines",
    ["de", "fr-1"],
    [],
  ],
  "an article that is no count": ["Es ist eine Woche.", "Woche", ["de"], []],
  "a word that counts in another language alone": ["Das sei so.", "Das ist so.", ["de"], []],
  "Arabic figures": ["المدة ٢٠ يومًا.", "20 يومًا", ["ar"], []],
  "other Arabic figures": ["المدة ٢١ يومًا.", "20 يومًا", ["ar"], ["21"]],
  "figures inside of a run": ["满3个月后。", "满3个月", ["zh"], []],
  "other figures inside of a run": ["满4个月后。", "满3个月", ["zh"], ["4"]],
  "a numeral for a figure": ["满三个月后。", "满3个月", ["zh"], []],
  "a figure for a numeral": ["满15天。", "十五天", ["zh"], []],
  "another numeral": ["满四个月后。", "满3个月", ["zh"], ["四"]],
  "wide figures": ["満１５日。", "15日", ["ja"], []],
};

describe("findMissingNumbers by language", () => {
  for (const [name, [sentence, source, languages, missing]] of Object.entries(CASES))
    it(`knows ${name}`, () => {
      assert.deepEqual(findMissingNumbers(sentence, [source], languages), missing);
    });
});
