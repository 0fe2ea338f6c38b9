/** @module The tables of an evaluation's page: measures, slices, classes of failures. */
import type { MeasureResult, Verdict } from "../../../domain/evaluation.ts";
import { describeMeasure } from "../describe-evaluation.ts";
import {
  formatDifference,
  formatDifferenceInterval,
  formatInterval,
  formatP,
  formatValue,
} from "../figures.ts";
import { html, type Markup } from "../../../foundation/pages/markup.ts";

export const tagVerdict = (verdict: Verdict | undefined): Markup | undefined =>
  verdict && html`<span class="tag ${verdict}">${verdict}</span>`;

/** One row a measure. */
export function renderMeasureTable(caption: string, measures: readonly MeasureResult[]): Markup {
  const compared = measures.some(({ comparison }) => comparison);
  const heads = compared
    ? ["n", "before", "now", "difference", "95 % interval", "p", "smallest seen"]
    : ["n", "mean", "95 % interval"];
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">measure</th>
          ${heads.map((head) => html`<th scope="col" class="n">${head}</th>`)}
          <th scope="col">verdict</th>
          <th scope="col">what it means</th>
        </tr>
      </thead>
      <tbody>
        ${measures.map((measure) => toRow(measure, compared))}
      </tbody>
    </table>
  </div>`;
}

function toRow(result: MeasureResult, compared: boolean): Markup {
  const cells = toCells(result, compared);
  return html`<tr>
    <th scope="row"><code>${result.measure}</code></th>
    ${cells.map((cell) => html`<td class="n">${cell}</td>`)}
    <td>${tagVerdict(result.verdict)}</td>
    <td class="wide">${describeMeasure(result)}</td>
  </tr>`;
}

function toCells(result: MeasureResult, compared: boolean): readonly string[] {
  const { scored, mean, interval, comparison, direction } = result;
  const value = mean === undefined ? "unscored" : formatValue(mean);
  if (!compared) return [`${scored}`, value, interval ? formatInterval(interval) : ""];
  if (!comparison) return [`${scored}`, "", value, "", "", "", ""];
  const { baseline, difference, p, cases, smallestSeen } = comparison;
  return [
    `${cases}`,
    formatValue(baseline),
    formatValue(baseline + (direction === "lower" ? -difference : difference)),
    formatDifference(difference),
    formatDifferenceInterval(comparison.interval),
    formatP(p),
    formatValue(smallestSeen),
  ];
}

export function renderFailureTable(counts: readonly (readonly [string, number])[]): Markup {
  const total = counts.reduce((sum, [, n]) => sum + n, 0);
  return html`<table>
    <caption>
      ${total} failures by the earliest stage that broke
    </caption>
    <thead>
      <tr>
        <th scope="col">class</th>
        <th scope="col" class="n">cases</th>
        <th scope="col" class="n">share</th>
      </tr>
    </thead>
    <tbody>
      ${counts.map(
        ([name, n]) =>
          html`<tr>
            <th scope="row"><code>${name}</code></th>
            <td class="n">${n}</td>
            <td class="n">${formatValue(n / total)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
