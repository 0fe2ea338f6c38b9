/** @module The child process: reads one file from its input, writes one reply, ends. */
import { denyNetwork } from "./deny-network.ts";

denyNetwork();

// The reply is the only thing on this stream, whatever a library has to say.
const write = process.stdout.write.bind(process.stdout);
for (const name of ["log", "info", "warn", "error", "debug", "trace"] as const)
  console[name] = () => undefined;

const { FORMATS } = await import("../formats.ts");
const { PlumblineError } = await import("../../../foundation/errors.ts");
const { runFormat } = await import("../run-format.ts");
const { decodeFrame } = await import("./protocol.ts");
const { warmUp } = await import("./warm-up.ts");

const wanted = FORMATS.find(({ format }) => format === process.argv[2]);
if (!wanted) throw new Error("no such format");
const { format } = wanted;

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function answer(frame: Buffer): Promise<object> {
  const { name, limits, bytes } = decodeFrame(frame);
  try {
    return { ok: true, document: await runFormat(format, { bytes, name, limits }) };
  } catch (error) {
    const code = error instanceof PlumblineError ? error.code : "parsers.crashed";
    const reason = error instanceof PlumblineError ? error.details["reason"] : undefined;
    return { ok: false, code, details: { name, ...(reason === undefined ? {} : { reason }) } };
  }
}

await warmUp(format);
const frame = await readInput();
// A spare that is not needed is closed without a request.
if (frame.length === 0) process.exit(0);
const reply = await answer(frame);
write(`${JSON.stringify(reply)}\n`, () => process.exit(0));
