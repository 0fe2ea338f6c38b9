/** @module The forms that an evaluation is shown in. */
import type { Evaluation } from "../../domain/evaluation.ts";
import {
  renderJUnit,
  renderMarkdown,
  renderPage,
  renderTabs,
  renderText,
  toEvaluationJson,
} from "../../evaluate/index.ts";

export type ReportForm =
  | { readonly form: "text"; readonly width: number }
  | { readonly form: "tabs" | "markdown" | "html" | "json" }
  | { readonly form: "junit"; readonly cases: boolean };

/** Ends with a line break, but for JSON. */
export function renderEvaluation(evaluation: Evaluation, report: ReportForm): string {
  if (report.form === "text") return `${renderText(evaluation, report).join("\n")}\n`;
  if (report.form === "junit") return renderJUnit(evaluation, report);
  return RENDER[report.form](evaluation);
}

const RENDER: Readonly<
  Record<Exclude<ReportForm["form"], "text" | "junit">, (evaluation: Evaluation) => string>
> = {
  tabs: (evaluation) => `${renderTabs(evaluation).join("\n")}\n`,
  markdown: renderMarkdown,
  html: renderPage,
  json: (evaluation) => JSON.stringify(toEvaluationJson(evaluation)),
};
