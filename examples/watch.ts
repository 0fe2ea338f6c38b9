/*
 * Keeps a folder in step and says which answers its changes have changed.
 *
 *   npx node examples/watch.ts FOLDER QUESTIONS.jsonl
 *
 * QUESTIONS.jsonl holds one {"id", "text"} a line. Ctrl-C ends; what was committed is kept.
 */
import { loadConfig, openApp, type Answer } from "../src/index.ts";

const [folder, file] = process.argv.slice(2);
if (folder === undefined || file === undefined) {
  process.stderr.write("usage: watch.ts FOLDER QUESTIONS.jsonl\n");
  process.exit(2);
}

const workingDirectory = process.cwd();
const loaded = await loadConfig({ workingDirectory, environment: process.env });
await using app = await openApp({ loaded, workingDirectory });
const questions = await app.readQueries(file);
const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort());

const toText = (answer: Answer): string =>
  answer.abstained ? "not in the documents" : answer.text;

const last = new Map<string, string>();
async function askAll(): Promise<void> {
  for (const { id, text: question } of questions) {
    const now = toText(await app.ask(undefined, { question }));
    if (last.get(id) !== now) console.log(`${id}: ${now}`);
    last.set(id, now);
  }
  console.log("watching");
}

const sync = { path: folder, collection: "watched", watch: true, signal: interrupt.signal };
try {
  for await (const event of app.ingest(sync)) if (event.type === "sync-completed") await askAll();
} catch (error) {
  if (!interrupt.signal.aborted) throw error;
}
