/** @module How the page of an evaluation looks, beside what all pages share. */
import { BASE_STYLE } from "../../../foundation/pages/style.ts";

export const STYLE = `${BASE_STYLE}
details.case { border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0; background: var(--panel); }
details.case > summary { cursor: pointer; padding: .45rem .75rem; display: grid; grid-template-columns: minmax(6rem, max-content) 1fr auto; gap: .15rem .9rem; align-items: baseline; }
summary .scores { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.body { padding: .25rem 1rem 1rem; border-top: 1px solid var(--line); }
.body > p { overflow-wrap: anywhere; }
ol.ranking { columns: 20rem 2; margin: .35rem 0; padding-inline-start: 2.4rem; font-size: .92rem; }
ol.ranking li { overflow-wrap: anywhere; break-inside: avoid; }
.hit { background: var(--mark); border-radius: 3px; padding: 0 .2rem; font-weight: 600; }
@media (max-width: 40rem) { details.case > summary { grid-template-columns: 1fr auto; } summary .question { grid-column: 1 / -1; grid-row: 2; } }
@media print {
  details.case { break-inside: avoid-page; }
  details.case::details-content { content-visibility: visible; display: block; block-size: auto; }
}
`;
