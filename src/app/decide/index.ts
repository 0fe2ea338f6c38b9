/** @module The door for commands that decide: questions, the interview and the report. */
export { LANES } from "../../evaluate/index.ts";
export {
  answerLine,
  explain,
  INPUTS,
  INTERVIEW_HELP,
  isOver,
  QUESTIONS,
  renderDecisionMarkdown,
  renderDecisionPage,
  renderQuestion,
  startInterview,
  type Explanation,
  type Interview,
} from "../../decide/index.ts";
