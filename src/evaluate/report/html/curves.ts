/** @module Curves as SVG that stands in the page: drawn, told in words, and given as a table. */
import type { CalibrationCurve, Curves, RiskCoverageCurve } from "../../../domain/evaluation.ts";
import { formatValue } from "../figures.ts";
import { html, type Markup } from "../../../foundation/pages/markup.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Drawing {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly axes: readonly [string, string];
  readonly columns: readonly string[];
  readonly points: readonly Point[];
  /** Marks single points where they are few. */
  readonly dots: boolean;
  /** What would be best, dashed. */
  readonly ideal: readonly Point[];
  readonly rows: readonly (readonly string[])[];
}

const WIDTH = 480;
const HEIGHT = 320;
const LEFT = 52;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 46;
const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;
/** Rows of the table beside a curve of more points. */
const ROWS = 20;

/** Nothing where there is no curve. */
export function renderCurves({ riskCoverage, calibration }: Curves): Markup {
  const drawings = [
    ...(riskCoverage ? [drawRiskCoverage(riskCoverage)] : []),
    ...(calibration ? [drawCalibration(calibration)] : []),
  ];
  return html`${drawings.map(toFigure)}`;
}

function drawRiskCoverage({ points, area, optimum }: RiskCoverageCurve): Drawing {
  const every = Math.max(1, Math.ceil(points.length / ROWS));
  const shown = points.filter((_, at) => (at + 1) % every === 0 || at === points.length - 1);
  const last = points.at(-1)?.risk ?? 0;
  return {
    id: "risk-coverage",
    title: "Risk and coverage",
    words: `Answers by falling confidence: the share that is wrong among the surest. At full coverage ${formatValue(last)} are wrong. Area ${formatValue(area)}; ${formatValue(optimum)} would be best.`,
    axes: ["coverage: share of the questions answered", "risk: share wrong"],
    columns: ["coverage", "risk"],
    points: points.map(({ coverage, risk }) => ({ x: coverage, y: risk })),
    dots: points.length <= ROWS,
    ideal: [{ x: 0, y: 0 }, { x: 1 - last, y: 0 }, ...toIdealTail(last)],
    rows: shown.map(({ coverage, risk }) => [formatValue(coverage), formatValue(risk)]),
  };
}

/** With every wrong answer behind every right one, risk at coverage c is 1 − (1 − last)/c. */
function toIdealTail(last: number): readonly Point[] {
  const from = 1 - last;
  return Array.from({ length: 20 }, (_, at) => {
    const x = from + ((at + 1) / 20) * last;
    return { x, y: x === 0 ? 1 : Math.max(0, 1 - from / x) };
  });
}

function drawCalibration({ bins, error }: CalibrationCurve): Drawing {
  return {
    id: "calibration",
    title: "Calibration",
    words: `Answers in groups of about equal confidence: how many of each group are right. On the dashed line confidence says exactly that. Mean distance from it: ${formatValue(error)}.`,
    axes: ["mean confidence of the group", "share right"],
    columns: ["confidence", "right", "cases"],
    points: bins.map(({ confidence, accuracy }) => ({ x: confidence, y: accuracy })),
    dots: true,
    ideal: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
    rows: bins.map(({ confidence, accuracy, cases }) => [
      formatValue(confidence),
      formatValue(accuracy),
      `${cases}`,
    ]),
  };
}

const toX = (x: number): number => round(LEFT + clamp(x) * (WIDTH - LEFT - RIGHT));
const toY = (y: number): number => round(HEIGHT - BOTTOM - clamp(y) * (HEIGHT - TOP - BOTTOM));
const clamp = (share: number): number => Math.min(1, Math.max(0, share));
const round = (length: number): number => Math.round(length * 10) / 10;
const toLine = (points: readonly Point[]): string =>
  points.map(({ x, y }) => `${toX(x)},${toY(y)}`).join(" ");

function toFigure(drawing: Drawing): Markup {
  const { id, title, words, axes, dots, points, ideal } = drawing;
  const [across, up] = axes;
  const marks = dots
    ? points.map(({ x, y }) => html`<circle class="dot" cx="${toX(x)}" cy="${toY(y)}" r="3.5" />`)
    : [];
  const middle = (HEIGHT - BOTTOM + TOP) / 2;
  return html`<figure>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-words">
      <title id="${id}-title">${title}</title>
      <desc id="${id}-words">${words}</desc>
      ${TICKS.map(toTick)}
      <polyline class="axis" points="${toX(0)},${toY(1)} ${toX(0)},${toY(0)} ${toX(1)},${toY(0)}" />
      <polyline class="ideal" points="${toLine(ideal)}" />
      <polyline class="curve" points="${toLine(points)}" />
      ${marks}
      <text x="${(toX(0) + toX(1)) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${across}</text>
      <text x="14" y="${middle}" text-anchor="middle" transform="rotate(-90 14 ${middle})">
        ${up}
      </text>
    </svg>
    <figcaption><strong>${title}.</strong> ${words}</figcaption>
    ${toRows(drawing)}
  </figure>`;
}

const toTick = (at: number): Markup =>
  html`<line class="grid" x1="${toX(0)}" y1="${toY(at)}" x2="${toX(1)}" y2="${toY(at)}" />
    <text x="${LEFT - 7}" y="${toY(at) + 4}" text-anchor="end">${at}</text>
    <text x="${toX(at)}" y="${HEIGHT - BOTTOM + 17}" text-anchor="middle">${at}</text>`;

const toRows = ({ title, columns, rows }: Drawing): Markup =>
  html`<details>
    <summary>${title} as a table</summary>
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="n">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td class="n">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
