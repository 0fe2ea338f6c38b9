/** @module What the report says, in order: sections of plain blocks, for every form of it. */
import { INPUTS } from "../cost/inputs.ts";
import type { Decision } from "../record/decision.ts";
import { toArms } from "./arm-section.ts";
import { list, number, table, text, words, type Block, type Section } from "./blocks.ts";
import { toComparison } from "./comparison-section.ts";
import { toCosts } from "./cost-section.ts";
import { formatCount, formatUsd } from "./figures.ts";
import { describeConfidence, findCostedArm } from "./wording.ts";

/** Sections without anything to say are left out. */
export function toSections(decision: Decision): readonly Section[] {
  const sections: readonly Section[] = [
    { id: "recommendation", title: "Recommendation", blocks: toOutcome(decision) },
    { id: "confidence", title: "How sure, and why", blocks: toConfidence(decision) },
    { id: "costs", title: "What it costs", blocks: toCosts(decision) },
    { id: "reasons", title: "Reasons", blocks: toReasons(decision) },
    { id: "findings", title: "Findings and conflicts", blocks: toFindings(decision) },
    { id: "arms", title: "The ways of building it, side by side", blocks: toArms(decision) },
    { id: "risks", title: "Risks", blocks: toRisks(decision) },
    { id: "next", title: "Next steps", blocks: [{ kind: "steps", items: decision.nextSteps }] },
    { id: "revisit", title: "Decide again when", blocks: toRevisit(decision) },
    { id: "readings", title: "What the five articles say", blocks: toReadings(decision) },
    { id: "comparison", title: "Retrieval and tuning, row by row", blocks: toComparison(decision) },
    { id: "answers", title: "Answers, stated and measured", blocks: toAnswers(decision) },
    { id: "inputs", title: "What this rests on", blocks: toInputs(decision) },
  ];
  return sections.filter(({ blocks }) => blocks.length > 0);
}

function toOutcome({ recommendation }: Decision): readonly Block[] {
  const { sentence, conditions } = recommendation;
  return [text(sentence, true), ...(conditions.length > 0 ? [list(conditions)] : [])];
}

function toConfidence({ recommendation }: Decision): readonly Block[] {
  const { level, reasons } = recommendation.confidence;
  return [
    text(describeConfidence(level, recommendation.provisional)),
    ...(reasons.length > 0 ? [list(reasons)] : []),
  ];
}

function toReasons({ rules, axes, answers, gate }: Decision): readonly Block[] {
  const points = answers.filter(({ k, b }) => k !== 0 || b !== 0);
  const blocks: Block[] = [];
  if (rules.length > 0)
    blocks.push(
      table(
        "Rules that hold here",
        [words("rule"), words("because"), words("what it says")],
        rules.map(({ id, reason, text: said }) => [id, reason, said]),
      ),
    );
  blocks.push(
    text(
      `Knowledge at question time scores ${axes.K}, behaviour that prompts do not give scores ${axes.B}; from 5 on an axis counts.`,
    ),
  );
  if (points.length > 0)
    blocks.push(
      table(
        "Where the points come from",
        [
          words("question"),
          words("answer"),
          number("knowledge"),
          number("behaviour"),
          words("measured"),
        ],
        points.map(({ text: asked, used, k, b, told }) => [
          asked,
          used ?? "",
          `${k}`,
          `${b}`,
          told ?? "stated",
        ]),
      ),
    );
  if (gate)
    blocks.push(
      table(
        `Entry gate for tuning a ${gate.lane === "classifier" ? "local classifier" : "generator"}: ${gate.verdict}`,
        [words("criterion"), words("state"), words("wanted"), words("found"), words("counted")],
        gate.criteria.map(({ id, text: said, state, threshold, value, window, n }) => [
          `${id}, ${said}`,
          state,
          threshold,
          value,
          [n === undefined ? "" : formatCount(n), window === undefined ? "" : `in ${window}`]
            .join(" ")
            .trim(),
        ]),
      ),
    );
  return blocks;
}

function toFindings({ findings, conflicts }: Decision): readonly Block[] {
  const told = (articles: readonly number[]): string =>
    articles.length > 0 ? ` (article ${articles.join(", ")})` : "";
  return [
    ...(findings.length > 0
      ? [
          list(
            findings.map(
              ({ severity, text: said }) => `${severity === "warning" ? "Warning: " : ""}${said}`,
            ),
          ),
        ]
      : []),
    ...(conflicts.length > 0
      ? [
          table(
            "Where the articles disagree",
            [words("about"), words("readings"), words("our line")],
            conflicts.map(({ subject, readings, line }) => [
              subject,
              readings.map(({ says, articles }) => `${says}${told(articles)}`).join("; "),
              line,
            ]),
          ),
        ]
      : []),
  ];
}

function toRisks(decision: Decision): readonly Block[] {
  const { recommendation, rules, pitfalls, revisit } = decision;
  const tunes = recommendation.approach === "tuned" || recommendation.approach === "both";
  const has = (id: string): string | undefined => rules.find((rule) => rule.id === id)?.reason;
  const end = revisit.find(({ trigger }) => trigger === "base-end")?.current;
  const items = [
    `Base model: ${end === undefined || end === "unknown" ? "its end of life is not known" : `ends ${end}`}; a change of base costs ${formatUsd(decision.costs.find(({ arm, months }) => arm === findCostedArm(decision) && months === 24)?.lines.find(({ line }) => line === "base change")?.usd ?? 0)} over 24 months.`,
    "Drift: questions and documents change; the triggers below are watched.",
    ...(tunes
      ? [
          "Forgetting: a tuned model may lose general skills; every gate runs the suite that looks for it.",
        ]
      : []),
    `Compliance: ${has("H4") ?? has("H5") ?? has("H6") ?? "no rule on training, access or erasure was named"}; with retrieval, access and erasure stay with the documents.`,
    tunes
      ? "Vendor: weights that you keep can be served elsewhere; those of a job API end with it."
      : "Vendor: prompts and documents move with you; the model behind an API can be replaced.",
  ];
  return [
    list(items),
    table(
      "Pitfalls",
      [words("check"), words("state")],
      pitfalls.map(({ text: said, state }) => [said, state]),
    ),
  ];
}

function toRevisit({ revisit }: Decision): readonly Block[] {
  const tell = (value: number | string): string =>
    typeof value === "string"
      ? value
      : value >= 1_000
        ? formatCount(value)
        : `${Number(value.toPrecision(3))}`;
  return [
    table(
      "Triggers, watched by plumbline monitor",
      [words("when"), number("threshold"), number("now")],
      revisit.map(({ text: said, threshold, current }) => [said, tell(threshold), tell(current)]),
    ),
  ];
}

function toReadings({ readings }: Decision): readonly Block[] {
  return [
    text(
      "Each article's own checklist, applied to the same answers. They are opinions: none of them counts as evidence.",
    ),
    table(
      "Readings",
      [words("article"), words("says"), words("because")],
      readings.map(({ article, says, reason }) => [`${article}`, says, reason]),
    ),
  ];
}

function toAnswers({ answers }: Decision): readonly Block[] {
  return [
    table(
      "Every question",
      [words("question"), words("stated"), words("measured"), words("used")],
      answers.map(({ text: asked, stated, measured, used }) => [
        asked,
        stated ?? "don't know",
        measured ?? "",
        used ?? "",
      ]),
    ),
  ];
}

const nameInput = (input: string): string => {
  const { text: said, unit } = INPUTS.find(({ name }) => name === input) ?? {
    text: input,
    unit: "",
  };
  return `${said} (${unit}):`;
};

const formatInput = (value: number): string =>
  value >= 100 ? formatCount(value) : `${Number(value.toPrecision(3))}`;

function toInputs({ id, createdAt, version, fingerprint, inputs }: Decision): readonly Block[] {
  const tables = inputs.priceTables.map(
    ({ id: name, readAt, stale }) =>
      `prices ${name}, read ${readAt}${stale ? ", more than 90 days ago" : ""}`,
  );
  return [
    list([
      `decision ${id} of ${createdAt}, plumbline ${version}, configuration ${fingerprint}`,
      `answers ${inputs.answersHash.slice(0, 16)}, evidence ${inputs.evidenceHash.slice(0, 16)}, costs ${inputs.costsHash.slice(0, 16)}, seed ${inputs.seed}`,
      ...(inputs.goldenSet === undefined ? [] : [`golden set ${inputs.goldenSet}`]),
      ...inputs.evaluationIds.map((evaluation) => `evaluation ${evaluation}`),
      ...tables,
      ...(inputs.pricedModel === undefined
        ? []
        : [`token prices of ${inputs.pricedModel}, as configured or by genai-prices`]),
      ...inputs.measured.map(
        ({ input, value }) => `measured for the costs: ${nameInput(input)} ${formatInput(value)}`,
      ),
    ]),
  ];
}
