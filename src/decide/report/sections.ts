/** @module What the report says, in order: sections of plain blocks, for every form of it. */
import type { Decision } from "../record/decision.ts";
import { formatCount, formatPoints, formatShare, formatUsd } from "./figures.ts";
import {
  describeBreakEven,
  describeChangedFact,
  describeConfidence,
  describeCost,
  findCostedArm,
  nameArm,
} from "./wording.ts";

export interface Table {
  readonly kind: "table";
  readonly caption: string;
  /** The first column names its row; `number` columns stand to the right. */
  readonly columns: readonly { readonly name: string; readonly number?: true }[];
  readonly rows: readonly (readonly string[])[];
}

export type Chart = "arms" | "costs" | "tornado";

export type Block =
  | { readonly kind: "text"; readonly text: string; readonly strong?: true }
  | { readonly kind: "list"; readonly items: readonly string[]; readonly ordered?: true }
  | { readonly kind: "steps"; readonly items: readonly Decision["nextSteps"][number][] }
  | { readonly kind: "chart"; readonly chart: Chart }
  | Table;

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

const text = (words: string, strong?: true): Block => ({
  kind: "text",
  text: words,
  ...(strong ? { strong } : {}),
});
const list = (items: readonly string[]): Block => ({ kind: "list", items });
const table = (caption: string, columns: Table["columns"], rows: Table["rows"]): Table => ({
  kind: "table",
  caption,
  columns,
  rows,
});
const number = (name: string) => ({ name, number: true as const });
const words = (name: string) => ({ name });

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

function toCosts(decision: Decision): readonly Block[] {
  const horizon = decision.costs.filter(({ months }) => months === 24);
  const lines = horizon[0]?.lines.map(({ line }) => line) ?? [];
  const cell = (cost: Decision["costs"][number], line: string): string =>
    formatUsd(cost.lines.find((each) => each.line === line)?.usd ?? 0);
  const shown = lines.filter((line) => horizon.some((cost) => cell(cost, line) !== "$0"));
  return [
    text(describeCost(decision)),
    { kind: "chart", chart: "costs" },
    table(
      "Costs over 24 months, in US dollars",
      [words("line"), ...horizon.map(({ arm }) => number(nameArm(arm)))],
      [
        ...shown.map((line) => [line, ...horizon.map((cost) => cell(cost, line))]),
        ["total", ...horizon.map(({ total }) => formatUsd(total))],
        ["10 % cost less than", ...horizon.map(({ p10 }) => formatUsd(p10))],
        ["10 % cost more than", ...horizon.map(({ p90 }) => formatUsd(p90))],
        [
          "cheapest in",
          ...horizon.map(({ cheapestShare }) => `${Math.round(100 * cheapestShare)} %`),
        ],
        [
          "total over 12 months",
          ...horizon.map(({ arm }) =>
            formatUsd(decision.costs.find((c) => c.arm === arm && c.months === 12)?.total ?? 0),
          ),
        ],
      ],
    ),
    list(decision.breakEven.filter(({ months }) => months === 24).map(describeBreakEven)),
    text(`One changed fact costs: ${horizon.map(describeChangedFact).join("; ")}.`),
    { kind: "chart", chart: "tornado" },
    ...toBands(decision),
  ];
}

function toBands({ bands }: Decision): readonly Block[] {
  const outside = bands.filter(({ position }) => position !== "inside");
  if (outside.length === 0) return [];
  return [
    list(
      outside.map(
        ({ arm, name, value, position, low, high, likely }) =>
          `${nameArm(arm)}, ${name}: ${formatUsd(value)} is ${position} what others report, ${formatUsd(low)} to ${formatUsd(high)}; likely ${likely ?? ""}.`,
      ),
    ),
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
        `Entry gate for tuning a ${gate.lane === "local" ? "local model" : "generator"}: ${gate.verdict}`,
        [words("criterion"), words("state"), words("wanted"), words("found")],
        gate.criteria.map(({ id, text: said, state, threshold, value }) => [
          `${id}, ${said}`,
          state,
          threshold,
          value,
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

function toArms({ arms, comparisons, failures }: Decision): readonly Block[] {
  const success = ({ success: s }: Decision["arms"][number]): string =>
    s ? `${formatShare(s.mean)} [${formatShare(s.low)}, ${formatShare(s.high)}]` : "";
  const state = ({ status, reason }: Decision["arms"][number]): string =>
    status === "excluded" ? `out, by ${reason ?? ""}` : status;
  const measured = arms.some(({ success: s }) => s);
  return [
    ...(measured ? [{ kind: "chart", chart: "arms" } as const] : []),
    table(
      "Share of right answers, with its 95 % interval",
      [
        words("way"),
        words("state"),
        number("right"),
        number("cases"),
        number("p95"),
        number("per accepted answer"),
        words("what measures it"),
      ],
      arms.map((arm) => [
        nameArm(arm.arm),
        state(arm),
        success(arm),
        arm.cases === undefined ? "" : formatCount(arm.cases),
        arm.p95Ms === undefined ? "" : `${formatCount(arm.p95Ms)} ms`,
        arm.usdPerAccepted === undefined ? "" : formatUsd(arm.usdPerAccepted),
        arm.status === "unmeasured" ? (arm.command ?? "") : (arm.evaluationId ?? ""),
      ]),
    ),
    ...(comparisons.length > 0
      ? [
          table(
            "Compared on the same cases, in points",
            [
              words("pair"),
              number("difference"),
              number("95 % interval"),
              number("p"),
              number("cases"),
              number("smallest seen"),
              number("per extra right answer"),
            ],
            comparisons.map(
              ({ a, b, difference, low, high, p, cases, smallestSeen, usdPerExtra }) => [
                `${nameArm(a)} − ${nameArm(b)}`,
                formatPoints(difference),
                `${formatPoints(low)} to ${formatPoints(high)}`,
                p < 0.001 ? "<.001" : formatShare(p),
                formatCount(cases),
                formatPoints(smallestSeen),
                usdPerExtra === undefined ? "" : formatUsd(usdPerExtra),
              ],
            ),
          ),
        ]
      : []),
    ...(failures.length > 0
      ? [
          table(
            "Failures by class",
            [words("class"), number("failures")],
            failures.map(({ class: name, count }) => [name, formatCount(count)]),
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
    ]),
  ];
}
