/** @module An evaluation as one HTML file: no script, no request, nothing that is not in it. */
import { renderDocument } from "../../../foundation/pages/document.ts";
import type { Evaluation } from "../../../domain/evaluation.ts";
import {
  countFailures,
  describeCounts,
  describeGolden,
  describeSubjects,
} from "../describe-evaluation.ts";
import { formatCost } from "../figures.ts";
import { findLeadingMeasure, isFailure, isRegressed, orderCases } from "../order-cases.ts";
import { renderCase } from "./case-section.ts";
import { renderCurves } from "./curves.ts";
import { html, type Markup } from "../../../foundation/pages/markup.ts";
import { STYLE } from "./style.ts";
import { renderFailureTable, renderMeasureTable, tagVerdict } from "./tables.ts";

/** Readable without a pointer, in the dark and on paper; ends with a line break. */
export function renderPage(evaluation: Evaluation): string {
  const title = `${evaluation.golden.name}: ${evaluation.gate?.verdict ?? "evaluation"}`;
  return renderDocument({
    title,
    style: STYLE,
    version: evaluation.packageVersion,
    skip: "Skip to the figures",
    header: renderHeader(evaluation),
    main: html`${renderMeasures(evaluation)} ${renderFailures(evaluation)}
    ${renderCurveSection(evaluation)} ${renderCases(evaluation)}`,
    footer: renderFooter(evaluation),
  });
}

function renderHeader(evaluation: Evaluation): Markup {
  const { gate, warnings, cases, curves } = evaluation;
  const failures = countFailures(evaluation).length > 0;
  const links: readonly (readonly [string, string] | false)[] = [
    ["#measures", "Measures"],
    failures && ["#failures", "Failures"],
    Object.keys(curves ?? {}).length > 0 && ["#curves", "Curves"],
    cases.length > 0 && ["#cases", "Cases"],
    ["#provenance", "Where the figures come from"],
  ];
  return html`<header>
    <h1>${describeGolden(evaluation)}</h1>
    <p>${describeSubjects(evaluation)}</p>
    ${gate && html`<p class="verdict">Verdict: ${tagVerdict(gate.verdict)}</p>`}
    ${gate && gate.reasons.length > 0 && toList(gate.reasons)}
    ${
      warnings.length > 0 &&
      html`<h2>Warnings</h2>
        ${toList(warnings)}`
    }
    <nav aria-label="Sections">
      <ul>
        ${links
          .filter((link) => link !== false)
          .map(([target, name]) => html`<li><a href="${target}">${name}</a></li>`)}
      </ul>
    </nav>
  </header>`;
}

const toList = (lines: readonly string[]): Markup =>
  html`<ul>
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;

function renderMeasures(evaluation: Evaluation): Markup {
  const { measures, slices, baseline } = evaluation;
  const caption = baseline
    ? "Over the cases that both sides have; plus is better"
    : "Over all cases that could be scored";
  return html`<section id="measures" aria-labelledby="measures-title">
    <h2 id="measures-title">Measures</h2>
    ${renderMeasureTable(caption, measures)}
    ${slices.map(
      ({ name, cases, measures: inSlice }) =>
        html`<h3>${name}, ${cases} cases</h3>
          ${renderMeasureTable(`Slice ${name}`, inSlice)}`,
    )}
    ${toList(describeCounts(evaluation))}
  </section>`;
}

function renderFailures(evaluation: Evaluation): Markup | undefined {
  const counts = countFailures(evaluation);
  if (counts.length === 0) return undefined;
  return html`<section id="failures" aria-labelledby="failures-title">
    <h2 id="failures-title">Failures</h2>
    ${renderFailureTable(counts)}
  </section>`;
}

function renderCurveSection({ curves = {} }: Evaluation): Markup | undefined {
  if (Object.keys(curves).length === 0) return undefined;
  return html`<section id="curves" aria-labelledby="curves-title">
    <h2 id="curves-title">Curves</h2>
    <div class="figures">${renderCurves(curves)}</div>
  </section>`;
}

function renderCases(evaluation: Evaluation): Markup | undefined {
  if (evaluation.cases.length === 0) return undefined;
  const ordered = orderCases(evaluation).map((each, index) => ({ each, index }));
  const leading = findLeadingMeasure(evaluation)?.measure;
  const regressed = ordered.filter(({ each }) => isRegressed(each));
  const rest = ordered.filter(({ each }) => !isRegressed(each));
  const failed = rest.filter(({ each }) => isFailure(each.result));
  const others = rest.filter(({ each }) => !isFailure(each.result));
  const groups = [
    ["Regressed", regressed],
    ["Failed", failed],
    [regressed.length + failed.length > 0 ? "All others" : "All", others],
  ] as const;
  return html`<section id="cases" aria-labelledby="cases-title">
    <h2 id="cases-title">Cases</h2>
    ${leading !== undefined && html`<p class="soft">The figure of a case is its <code>${leading}</code>; worst first.</p>`}
    ${groups
      .filter(([, members]) => members.length > 0)
      .map(
        ([name, members]) =>
          html`<h3>${name}: ${members.length}</h3>
            ${members.map(({ each, index }) => renderCase(each, index))}`,
      )}
  </section>`;
}

function renderFooter(evaluation: Evaluation): Markup {
  const { id, golden, subject, baseline, seed, repeats, verifier, judge } = evaluation;
  const { startedAt, endedAt, costUsd, judgeCostUsd, packageVersion, precision } = evaluation;
  const entries: readonly (readonly [string, string | undefined])[] = [
    ["evaluation", id],
    ["golden set", `${golden.id}, ${golden.hash}`],
    ["subject", `${subject.kind} ${subject.name}, ${subject.fingerprint}`],
    ["baseline", baseline && `${baseline.name}, ${baseline.evaluation}`],
    ["seed", seed],
    ["repeats", String(repeats)],
    ["precision", precision],
    ["verifier", verifier],
    ["judge", judge],
    ["started", startedAt],
    ["ended", endedAt],
    ["cost", formatCost(costUsd)],
    ["judge's cost", judgeCostUsd === undefined ? undefined : formatCost(judgeCostUsd)],
    ["package", packageVersion],
  ];
  return html`<footer id="provenance">
    <h2>Where the figures come from</h2>
    <dl>
      ${entries.flatMap(([name, value]) =>
        value === undefined
          ? []
          : [
              html`<dt>${name}</dt>
                <dd><code>${value}</code></dd>`,
            ],
      )}
    </dl>
  </footer>`;
}
