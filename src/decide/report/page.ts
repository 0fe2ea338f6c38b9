/** @module A decision as one HTML file: readable without a pointer, in the dark and on paper. */
import { renderDocument } from "../../foundation/pages/document.ts";
import { html, type Markup } from "../../foundation/pages/markup.ts";
import { BASE_STYLE } from "../../foundation/pages/style.ts";
import type { Decision } from "../record/decision.ts";
import { renderChart } from "./charts.ts";
import type { Block, Section, Table } from "./blocks.ts";
import { toSections } from "./sections.ts";

const STYLE = `${BASE_STYLE}
.sentence { font-size: 1.25rem; font-weight: 600; max-width: 60ch; }
figure { max-width: 46rem; margin: 1rem 0; }
svg { min-width: 34rem; }
.scroll { margin: 1.25rem 0; }
th.long { min-width: 9rem; }
svg .bar { fill: var(--link); opacity: .55; }
svg .whisker { stroke: var(--ink); stroke-width: 2; }
ol.steps > li { margin: .6rem 0; }
ol.steps code { display: block; margin-top: .25rem; padding: .35rem .6rem; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; }
tbody td { max-width: 34rem; }
tr.total > * { font-weight: 600; border-bottom: 2px solid var(--soft); }
@media print {
  svg { min-width: 0; }
  svg .bar { fill: #777; opacity: 1; }
  caption { break-after: avoid; }
  table { font-size: 8.5pt; }
  th.long { min-width: 7rem; }
}
`;

/** A row's name of more characters keeps some width, however narrow the screen. */
const LONG = 20;

export function renderPage(decision: Decision): string {
  const sections = toSections(decision);
  const { id, createdAt, version } = decision;
  return renderDocument({
    title: `Decision ${id}`,
    style: STYLE,
    version,
    skip: "Skip to the recommendation",
    header: html`<header>
      <h1>Retrieval, tuning, prompts or both</h1>
      <p class="soft">Decision <code>${id}</code>, ${createdAt.slice(0, 10)}</p>
      <nav aria-label="Sections">
        <ul>
          ${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}
        </ul>
      </nav>
    </header>`,
    main: html`${sections.map((section) => renderSection(section, decision))}`,
    footer: html`<footer>
      <p>
        Made by plumbline ${version} from the inputs named above: the same inputs give the same
        bytes.
      </p>
    </footer>`,
  });
}

const renderSection = ({ id, title, blocks }: Section, decision: Decision): Markup =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${blocks.map((block) => renderBlock(block, decision))}
  </section>`;

function renderBlock(block: Block, decision: Decision): Markup {
  switch (block.kind) {
    case "text":
      return block.strong
        ? html`<p class="sentence">${block.text}</p>`
        : html`<p>${block.text}</p>`;
    case "list":
      return html`<ul>
        ${block.items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
    case "steps":
      return html`<ol class="steps">
        ${block.items.map(
          ({ what, why, effort, command }) =>
            html`<li>
              <strong>${what}.</strong> ${why[0]?.toUpperCase() ?? ""}${why.slice(1)} (${effort}).
              ${command !== undefined && html`<code>${command}</code>`}
            </li>`,
        )}
      </ol>`;
    case "chart":
      return renderChart(block.chart, decision);
    default:
      return renderTable(block);
  }
}

function renderTable({ caption, columns, rows }: Table): Markup {
  const cellClass = (at: number): string => (columns[at]?.number ? "n" : "");
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ name }, at) => html`<th scope="col" class="${cellClass(at)}">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first = "", ...cells]) =>
            html`<tr class="${first === "total" ? "total" : ""}">
              <th scope="row" class="${first.length > LONG ? "long" : ""}">${first}</th>
              ${cells.map((cell, at) => html`<td class="${cellClass(at + 1)}">${showCell(cell)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A command keeps to one line: one that is broken behind a hyphen is copied wrongly. */
const showCell = (cell: string): Markup | string =>
  cell.startsWith("plumbline ") ? html`<code class="line">${cell}</code>` : cell;
