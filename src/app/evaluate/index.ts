/** @module The door for commands that evaluate: what they print, and what they refuse. */
export { tooManyFaults } from "../../evaluate/index.ts";
export {
  calibrateConfiguredJudge,
  type Calibrated,
  type CalibrateInput,
} from "../answer-measures/calibrate.ts";
export { renderEvaluation, type ReportForm } from "./reports.ts";
