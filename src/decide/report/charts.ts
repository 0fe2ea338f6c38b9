/** @module Charts as SVG that stands in the page; every figure of them is in a table as well. */
import { html, type Markup } from "../../foundation/pages/markup.ts";
import type { Decision } from "../record/decision.ts";
import { formatAbout, formatShare, formatUsd } from "./figures.ts";
import type { Chart } from "./blocks.ts";
import { nameArm } from "./wording.ts";

const WIDTH = 640;
const LABEL = 190;
const RIGHT = 20;
const ROW = 34;
const TOP = 14;
const AXIS = 34;

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly toX: (value: number) => number;
}

function makeScale(values: readonly number[], withZero: boolean): Scale {
  const low = Math.min(...values, ...(withZero ? [0] : []));
  const high = Math.max(...values, ...(withZero ? [0] : []));
  const span = high > low ? high - low : 1;
  const toX = (value: number): number =>
    Math.round((LABEL + ((value - low) / span) * (WIDTH - LABEL - RIGHT)) * 10) / 10;
  return { low, high, toX };
}

interface Drawing {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly rows: readonly { readonly label: string; readonly marks: (y: number) => Markup }[];
  readonly scale: Scale;
  readonly format: (value: number) => string;
  /** A line from top to bottom, such as the middle. */
  readonly at?: number;
  /** Said below it, where no table stands beside it. */
  readonly alone?: true;
}

export function renderChart(chart: Chart, decision: Decision): Markup {
  if (chart === "arms") return toFigure(drawArms(decision));
  if (chart === "costs") return toFigure(drawCosts(decision));
  return toFigure(drawTornado(decision));
}

function drawArms({ arms }: Decision): Drawing {
  const measured = arms.flatMap(({ arm, success }) => (success ? [{ arm, success }] : []));
  const scale = makeScale([0, 1], false);
  const { toX } = scale;
  return {
    id: "chart-arms",
    title: "Share of right answers",
    words: `${measured.map(({ arm, success }) => `${nameArm(arm)} ${formatShare(success.mean)}, between ${formatShare(success.low)} and ${formatShare(success.high)}`).join("; ")}.`,
    scale,
    format: (value) => formatShare(value),
    rows: measured.map(({ arm, success }) => ({
      label: nameArm(arm),
      marks: (y) =>
        html`<line
            class="whisker"
            x1="${toX(success.low)}"
            x2="${toX(success.high)}"
            y1="${y}"
            y2="${y}"
          />
          <circle class="dot" cx="${toX(success.mean)}" cy="${y}" r="5" />`,
    })),
  };
}

function drawCosts({ costs }: Decision): Drawing {
  const horizon = costs.filter(({ months }) => months === 24);
  const scale = makeScale(
    horizon.flatMap(({ total, p90 }) => [total, p90]),
    true,
  );
  const { toX } = scale;
  return {
    id: "chart-costs",
    title: "Costs over 24 months",
    words: `${horizon.map(({ arm, total, p10, p90 }) => `${nameArm(arm)} ${formatAbout(total)}, in eight of ten simulated cases ${formatAbout(p10)} to ${formatAbout(p90)}`).join("; ")}.`,
    scale,
    format: formatAbout,
    rows: horizon.map(({ arm, total, p10, p90 }) => ({
      label: nameArm(arm),
      marks: (y) =>
        html`<rect
            class="bar"
            x="${toX(0)}"
            y="${y - 9}"
            width="${toX(total) - toX(0)}"
            height="18"
          />
          <line class="whisker" x1="${toX(p10)}" x2="${toX(p90)}" y1="${y}" y2="${y}" />`,
    })),
  };
}

function drawTornado({ tornado }: Decision): Drawing {
  const { a, b, atModes, swings } = tornado;
  const scale = makeScale(
    [atModes, ...swings.flatMap(({ atLow, atHigh }) => [atLow, atHigh])],
    true,
  );
  const { toX } = scale;
  return {
    id: "chart-tornado",
    title: `What moves the difference between ${nameArm(a)} and ${nameArm(b)}`,
    words: `At the middle of every input it is ${formatUsd(atModes)} over 24 months. ${swings.map(({ input, atLow, atHigh }) => `${toWords(input)}: ${formatUsd(atLow)} to ${formatUsd(atHigh)}`).join("; ")}.`,
    scale,
    format: formatAbout,
    at: atModes,
    alone: true,
    rows: swings.map(({ input, atLow, atHigh }) => ({
      label: toWords(input),
      marks: (y) => {
        const [from, to] = [Math.min(atLow, atHigh), Math.max(atLow, atHigh)];
        return html`<rect
          class="bar"
          x="${toX(from)}"
          y="${y - 9}"
          width="${Math.max(1, toX(to) - toX(from))}"
          height="18"
        />`;
      },
    })),
  };
}

/** `gpuHourPrice` as `GPU hour price`. */
const toWords = (input: string): string =>
  input
    .replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(".", ", ")
    .replace("gpu", "GPU");

function toFigure({ id, title, words, rows, scale, format, at, alone }: Drawing): Markup {
  const height = TOP + rows.length * ROW + AXIS;
  const base = TOP + rows.length * ROW;
  const ticks = [scale.low, (scale.low + scale.high) / 2, scale.high];
  return html`<figure>
    <div class="scroll" role="region" aria-label="${title}" tabindex="0">
      <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-title ${id}-words">
        <title id="${id}-title">${title}</title>
        <desc id="${id}-words">${words}</desc>
        ${ticks.map(
          (value, index) =>
            html`<line
                class="grid"
                x1="${scale.toX(value)}"
                x2="${scale.toX(value)}"
                y1="${TOP}"
                y2="${base}"
              />
              <text
                x="${scale.toX(value)}"
                y="${base + 18}"
                text-anchor="${index === 0 ? "start" : index === 1 ? "middle" : "end"}"
              >
                ${format(value)}
              </text>`,
        )}
        ${
          at !== undefined &&
          html`<line
            class="ideal"
            x1="${scale.toX(at)}"
            x2="${scale.toX(at)}"
            y1="${TOP}"
            y2="${base}"
          />`
        }
        ${rows.map(({ label, marks }, index) => {
          const y = TOP + index * ROW + ROW / 2;
          return html`<text x="${LABEL - 10}" y="${y + 4}" text-anchor="end">${label}</text>
            ${marks(y)}`;
        })}
      </svg>
    </div>
    <figcaption><strong>${title}.</strong> ${alone && words}</figcaption>
  </figure>`;
}
