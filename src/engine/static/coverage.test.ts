import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCoverage } from "./coverage.ts";
import { createWordPieces } from "./word-pieces.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß".normalize("NFD").replaceAll(/\p{Mn}/gu, "");
const WORDS = "the parental leave of a tenant is paid in advance and ends with rent weeks".split(
  " ",
);
const VOCABULARY = [
  ...new Set([...WORDS, ...LETTERS]),
  ...[...new Set(LETTERS)].map((letter) => `##${letter}`),
  "12",
  ".",
];
const numbers = new Uint16Array(512);
const pieces = createWordPieces(VOCABULARY);
const covers = createCoverage(VOCABULARY);
const isCovered = (text: string): boolean => covers(text, numbers, pieces.encode(text, numbers));

describe("coverage", () => {
  it("takes texts of words that the vocabulary has", () => {
    assert.ok(isCovered("The parental leave of a tenant is paid in advance."));
  });

  it("takes English of many words that it has to spell", () => {
    assert.ok(isCovered("Bartonella henselae was the cause of lymphadenitis in children"));
  });

  it("leaves texts of other languages to the lexical leg", () => {
    assert.ok(!isCovered("Die Elternzeit beginnt mit der Geburt des Kindes und ist unbezahlt."));
    assert.ok(!isCovered("La licencia comienza con el nacimiento y no se paga por la empresa."));
  });

  it("leaves what it has to spell and nobody can tell the language of", () => {
    assert.ok(!isCovered("zyx wvut srqp onml kjih gfed"));
  });

  it("takes what is too short to tell: names, numbers, nothing", () => {
    for (const text of ["", "Kranjska Gora", "12 . 12 . 12 . 12 . 12", "Elternzeit"])
      assert.ok(isCovered(text), text);
  });
});
