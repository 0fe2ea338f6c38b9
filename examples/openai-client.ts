/*
 * OpenAI's own client against `plumbline serve`: a conversation, streamed, with its citations.
 *
 *   OPENAI_BASE_URL=http://127.0.0.1:8787/v1 OPENAI_API_KEY=pl_live_… \
 *     npx node examples/openai-client.ts "QUESTION" ["NEXT QUESTION"…]
 *
 * `plumbline serve` prints its address; `plumbline keys create --name me` makes the key.
 */
import OpenAI from "openai";

/** What Plumbline adds to a message. */
interface Extension {
  readonly citations?: readonly {
    readonly number: number;
    readonly key: string;
    readonly quote: string;
  }[];
}

const questions = process.argv.slice(2);
if (questions.length === 0) {
  process.stderr.write('usage: openai-client.ts "QUESTION" ["NEXT QUESTION"…]\n');
  process.exit(2);
}

// Address and key come from the environment, as OPENAI_BASE_URL and OPENAI_API_KEY.
const client = new OpenAI();
const messages: OpenAI.ChatCompletionMessageParam[] = [];
for (const content of questions) {
  messages.push({ role: "user", content });
  const stream = await client.chat.completions.create({
    model: "plumbline",
    messages,
    stream: true,
  });
  let answer = "";
  let citations: Extension["citations"];
  for await (const { choices } of stream) {
    const delta: (OpenAI.ChatCompletionChunk.Choice.Delta & Extension) | undefined =
      choices[0]?.delta;
    process.stdout.write(delta?.content ?? "");
    answer += delta?.content ?? "";
    citations = delta?.citations ?? citations;
  }
  console.log();
  for (const { number, key, quote } of citations ?? []) console.log(`[${number}] ${key}: ${quote}`);
  messages.push({ role: "assistant", content: answer });
}
