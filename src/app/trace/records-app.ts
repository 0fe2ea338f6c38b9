/** @module Use cases over what asking leaves behind: traces, replays, costs, feedback, retention. */
import { createFeedbackApp, type FeedbackApp } from "./feedback-app.ts";
import type { RecordsContext } from "./reading.ts";
import { createRetentionApp, type RetentionApp } from "./retention-app.ts";
import { createTracesApp, type TracesApp } from "./traces-app.ts";

export interface RecordsApp extends TracesApp, FeedbackApp, RetentionApp {}

export const createRecordsApp = (context: RecordsContext): RecordsApp => ({
  ...createTracesApp(context),
  ...createFeedbackApp(context),
  ...createRetentionApp(context),
});
