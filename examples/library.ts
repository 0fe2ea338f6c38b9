/*
 * A folder in, a cited answer out, without the command line.
 *
 *   npx node examples/library.ts FOLDER "QUESTION" [PRINCIPAL…]
 *
 * In a project of your own the import is from "plumbline-ai".
 */
import { loadConfig, openApp } from "../src/index.ts";

const [folder, question, ...principals] = process.argv.slice(2);
if (folder === undefined || question === undefined) {
  process.stderr.write('usage: library.ts FOLDER "QUESTION" [PRINCIPAL…]\n');
  process.exit(2);
}

const workingDirectory = process.cwd();
const loaded = await loadConfig({ workingDirectory, environment: process.env });
await using app = await openApp({ loaded, workingDirectory });

for await (const event of app.ingest({ path: folder, collection: "example", access: ["public"] }))
  if (event.type === "sync-completed") console.log("searchable:", event.counts.listed);
  else if (event.type === "document-rejected") console.log("rejected:", event.key, event.code);

// Whoever asks sees what they may read: nobody in particular reads what is public.
for await (const event of app.streamAnswer(principals, { question })) {
  if (event.type === "sentence-checked") process.stdout.write(event.text);
  if (event.type === "answer-completed" || event.type === "answer-incomplete") {
    const { abstained, message, citations } = event.answer;
    console.log(abstained ? message : "");
    for (const { number, key, start, end } of citations)
      console.log(`[${number}] ${key}, characters ${start} to ${end}`);
  }
}
