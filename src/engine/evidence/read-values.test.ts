import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readValues } from "./read-values.ts";

/** Language, text, values: an amount with its unit, minutes of a time, fields of a date. */
const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ["en", "It takes 16 weeks.", ["112 days"]],
  ["en", "It takes sixteen weeks.", ["112 days"]],
  ["en", "two hundred and sixteen people", ["216"]],
  ["en", "twenty-one days", ["21 days"]],
  ["en", "one year, or 12 months", ["12 months", "12 months"]],
  ["en", "$1,000 or 1,250.50 euros", ["1000 usd", "1250.5 eur"]],
  [
    "en",
    "$5m, 5 m, 3bn people, 2.5 million euros",
    ["5000000 usd", "5 m", "3000000000", "2500000 eur"],
  ],
  ["en", "12 %, 12 percent, 12", ["12 percent", "12 percent", "12"]],
  ["en", "between -5 and +3 degrees, 3-5 kg", ["-5", "3", "3", "5 kg"]],
  ["en", "minus 5 °C", ["-5 celsius"]],
  ["en", "1.5 and 1½ and ½", ["1.5", "1.5", "0.5"]],
  ["en", "10 business days", ["10 days"]],
  ["en", "at 17:30, at 5 pm, at 5:30 p.m.", ["17:30", "17:00", "17:30"]],
  ["en", "on 2026-05-03 and on 3 May 2026", ["2026-5-3", "2026-5-3"]],
  ["en", "in May 2026", ["2026-5-"]],
  ["en", "since 2024", ["2024"]],
  ["en", "1. Sign it.\n2. Send 3 copies.", ["3"]],
  ["en", "Form A12, B-7", []],
  ["en", "1,00,000 rupees", ["100000 inr"]],
  ["de", "1.250,50 Euro, 1.250 Stück, 2,5 Mio. Euro", ["1250.5 eur", "1250", "2500000 eur"]],
  ["de", "zwölf Wochen, eine Woche", ["84 days"]],
  ["de", "am 3. Mai 2026 um 17.30 Uhr", ["2026-5-3", "17:30"]],
  ["fr", "1 250,5 € pour trois mois", ["1250.5 eur", "3 months"]],
  ["es", "dos mil millones de dólares, 3 millones", ["2000000000", "3000000"]],
  ["es", "al menos 48 horas antes", ["2 days"]],
  ["fr", "au moins 5 jours", ["5 days"]],
  ["ja", "休暇は十五日、3万円", ["15 days", "30000 jpy"]],
  ["zh", "员工每年休假15天", ["15 days"]],
  ["ar", "١٢ أسبوعا", ["84 days"]],
  ["ru", "2 млн рублей за три недели", ["2000000 rub", "21 days"]],
  ["en", "kits,29.50,in stock,12 months,end", ["29.5", "12 months"]],
  ["en", "row,6,8,1,upper", ["6", "8", "1"]],
  ["en", "Spain,10,64,27.00,2026-02-01,", ["2026-2-1", "10", "64", "27"]],
  ["en", "EUR 1,234,567.50 and 12,34,567.5", ["1234567.5 eur", "1234567.5"]],
  ["de", "1.234.567,50", ["1234567.5"]],
  ["en", "see 4.1.2 and 10.0.0.1", []],
  ["en", "", []],
];

const show = (value: ReturnType<typeof readValues>[number]): string => {
  if (value.kind === "date") return `${value.year ?? ""}-${value.month ?? ""}-${value.day ?? ""}`;
  if (value.kind === "time")
    return `${Math.floor(value.minutes / 60)}:${String(value.minutes % 60).padStart(2, "0")}`;
  return [value.amount, value.unit].filter((part) => part !== undefined).join(" ");
};

describe("readValues", () => {
  for (const [language, text, expected] of CASES)
    it(`reads ${JSON.stringify(text)} in ${language}`, () => {
      const values = readValues(text, language);
      assert.deepEqual(values.map(show).toSorted(), expected.toSorted());
    });

  it("tells the figure as it is written besides", () => {
    const figures = readValues("16 weeks, 1.5 million, minus 5 °C, twelve months", "en").map(
      (value) => value.kind === "number" && value.figure,
    );
    assert.deepEqual(figures, [16, 1.5, -5, 12]);
  });

  it("keeps what it read, character by character", () => {
    const text = "It costs 1,250 euros from 3 May 2026, twelve weeks.";
    for (const value of readValues(text, "en")) assert.ok(text.includes(value.text), value.text);
  });

  it("reads no text as an error", () => {
    for (const text of ["1.2.3.4.5", "9".repeat(400), "1,,2", "\ud800 5", "10:99:12", "$", "%5"])
      for (const value of readValues(text, "de"))
        assert.ok(value.kind !== "number" || !Number.isNaN(value.amount));
  });
});
