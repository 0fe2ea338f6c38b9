import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PlumblineError } from "../../../foundation/errors.ts";
import { measureInvalid, unknownMeasure } from "./errors.ts";
import {
  DEFAULT_RANKING_MEASURES,
  findRankingMeasure,
  listRankingMeasureNames,
  parseRankingMeasure,
  splitMeasureNames,
} from "./parse-measure.ts";

const nameOf = (text: string): string => parseRankingMeasure(text).name;

function refuse(text: string): PlumblineError {
  try {
    parseRankingMeasure(text);
  } catch (error) {
    if (error instanceof PlumblineError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

describe("names of ranking measures", () => {
  it("are printed as ir-measures prints them, however they are written", () => {
    const written: Readonly<Record<string, string>> = {
      "nDCG@10": "nDCG@10",
      NDCG: "nDCG",
      "ndcg@10": "nDCG@10",
      "MRR@10": "RR@10",
      MAP: "AP",
      "Recall@100": "R@100",
      "Precision(rel=2)@5": "P(rel=2)@5",
      " P ( rel = 2 , judged_only = true ) @ 5 ": "P(rel=2,judged_only=True)@5",
      "P(judged_only=True,rel=2)@5": "P(rel=2,judged_only=True)@5",
      "P(rel=1)@5": "P@5",
      'nDCG(dcg="exp-log2")@5': "nDCG(dcg='exp-log2')@5",
      "nDCG(dcg='log2')@5": "nDCG@5",
      RBP: "RBP(p=0.8,rel=1)",
      "RBP(p=0.95)@20": "RBP(p=0.95,rel=1)@20",
      "SetF(beta=2)": "SetF(beta=2)",
      "NumRet(rel=1)": "NumRet(rel=1)",
      NumRet: "NumRet",
      "SpanR(tokens=1000)": "SpanR(tokens=1000)",
      "SpanIoU@5": "SpanIoU@5",
    };
    for (const [text, name] of Object.entries(written)) assert.equal(nameOf(text), name);
  });

  it("of trec_eval are read", () => {
    const written: Readonly<Record<string, string>> = {
      ndcg_cut_10: "nDCG@10",
      "ndcg_cut.10": "nDCG@10",
      P_5: "P@5",
      recall_1000: "R@1000",
      map_cut_20: "AP@20",
      success_5: "Success@5",
      recip_rank: "RR",
      set_recall: "SetR",
      num_rel_ret: "NumRet(rel=1)",
      unj_5: "Unjudged@5",
      bpref: "Bpref",
    };
    for (const [text, name] of Object.entries(written)) assert.equal(nameOf(text), name);
  });

  it("come back as they are printed", () => {
    for (const name of [...DEFAULT_RANKING_MEASURES, "RBP(p=0.8,rel=1)", "SpanP(tokens=500)@3"])
      assert.equal(nameOf(name), name);
  });

  it("that are unknown are refused with the near ones", () => {
    const hints: Readonly<Record<string, string>> = {
      "nDGC@10": "nDCG",
      "Sucess@5": "Success",
      "judge@10": "Judged",
      "SpanIOU2@5": "SpanIoU",
    };
    for (const [text, near] of Object.entries(hints)) {
      const error = refuse(text);
      assert.ok(unknownMeasure.is(error), text);
      assert.ok(error.hint.includes(near), `${text}: ${error.hint}`);
    }
  });

  it("that are near nothing are refused with all there are", () => {
    for (const text of ["Frobnicate", "", "@10", "(rel=1)"])
      for (const name of listRankingMeasureNames()) assert.ok(refuse(text).hint.includes(name));
  });

  it("are left to other registries where they are not of rankings", () => {
    assert.equal(findRankingMeasure("CitationRecall"), undefined);
  });

  it("with wrong parameters or cut-offs are refused with the form", () => {
    const reasons: Readonly<Record<string, RegExp>> = {
      "nDCG(rel=2)@10": /no parameter rel/,
      "P(rel=0)@5": /whole number/,
      "P(rel=1.5)@5": /whole number/,
      "P(rel=2,rel=3)@5": /twice/,
      "P(2)@5": /no parameter 2/,
      P: /missing/,
      "P@0": /cut-off/,
      "P@-1": /cut-off/,
      "P@five": /cut-off/,
      "Rprec@10": /no cut-off/,
      "RBP(p=1)": /between 0 and 1/,
      "nDCG(dcg='other')": /exp-log2/,
      "RR(judged_only=yes)": /True or False/,
    };
    for (const [text, reason] of Object.entries(reasons)) {
      const error = refuse(text);
      assert.ok(measureInvalid.is(error), text);
      assert.match(error.message, reason);
      assert.match(error.hint, /^write it as \w/);
    }
  });

  it("are split at commas and blanks outside of brackets", () => {
    assert.deepEqual(splitMeasureNames("nDCG@10, P(rel=2, judged_only=True)@5 RR"), [
      "nDCG@10",
      "P(rel=2, judged_only=True)@5",
      "RR",
    ]);
    assert.deepEqual(splitMeasureNames(" , "), []);
  });
});
