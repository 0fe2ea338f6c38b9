/** @module A comparison of embedders for people: lines of text, and one HTML file. */
import { toCleanLine } from "../../foundation/pages/clean-text.ts";
import { renderDocument } from "../../foundation/pages/document.ts";
import { html, type Markup } from "../../foundation/pages/markup.ts";
import { BASE_STYLE } from "../../foundation/pages/style.ts";
import {
  describeComparison,
  toTables,
  type ComparisonTable,
  type EmbedderComparison,
} from "./comparison.ts";

const STYLE = `${BASE_STYLE}
.scroll { margin: 1.25rem 0; }
`;

const READING =
  "Differences are against the first embedder, question by question: an interval that holds 0 shows none.";

/** Tables under their captions, columns aligned. */
export function renderComparisonText(comparison: EmbedderComparison): readonly string[] {
  return [
    toCleanLine(describeComparison(comparison)),
    ...toTables(comparison).flatMap((table) => ["", table.caption, ...alignTable(table)]),
    ...(comparison.embedders.length > 1 ? ["", READING] : []),
  ];
}

function alignTable({ heads, rows }: ComparisonTable): readonly string[] {
  const lines = [heads, ...rows.map((row) => row.map((cell) => toCleanLine(cell)))];
  const widths = heads.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)));
  return lines.map((cells) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

export function renderComparisonPage(comparison: EmbedderComparison): string {
  const { createdAt, version } = comparison;
  return renderDocument({
    title: "Embedders compared",
    style: STYLE,
    version,
    skip: "Skip to the figures",
    header: html`<header>
      <h1>Embedders compared</h1>
      <p>${describeComparison(comparison)}</p>
      <p class="soft">Measured ${createdAt.slice(0, 10)}</p>
    </header>`,
    main: html`${toTables(comparison).map(renderTable)}
      <p>${READING}</p>`,
    footer: html`<footer><p>Made by plumbline ${version}.</p></footer>`,
  });
}

const renderTable = ({ caption, heads, rows }: ComparisonTable): Markup =>
  html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((head, at) => html`<th scope="col" class="${at === 0 ? "" : "n"}">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name = "", ...cells]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${cells.map((cell) => html`<td class="n">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
