/** @module plumbline serve */
import { once } from "node:events";
import { InvalidArgumentError, type Command } from "commander";
import { z } from "zod";
import { createAnnouncement, openApp, systemClock, systemEntropy } from "../app/index.ts";
import { defineCommand, loadFor, SharedSchema, type CommandContext } from "./context.ts";

const HOST = "127.0.0.1";
const PORT = 8787;

const Options = z.object({ port: z.number().optional(), host: z.string().optional() });

const toPort = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("must be a port, from 0 to 65535.");
  return port;
};

export function serveCommand(context: CommandContext): Command {
  return defineCommand(
    "serve",
    "serve the HTTP API, for your programs and OpenAI's clients, until it is stopped",
    "serve",
    "serve --port 8080 --data /srv/plumbline",
    "serve --host 0.0.0.0 --quiet",
  )
    .option("--port <n>", `port; 0 is any free one (default: ${PORT})`, toPort)
    .option("--host <address>", `address to listen on; others need a key first (default: ${HOST})`)
    .action((given: unknown) => serve(context, given));
}

async function serve(context: CommandContext, given: unknown): Promise<void> {
  const { terminal, environment, workingDirectory, signal } = context;
  const { port, host } = Options.parse(given);
  const shared = SharedSchema.parse(given);
  const loaded = await loadFor(context, shared);
  const log = (line: string): void => terminal.err(line);
  const logLevel = environment["PLUMBLINE_LOG_LEVEL"];
  await using app = await openApp({
    loaded,
    workingDirectory,
    log,
    logLevel,
    writer: "thread",
    live: true,
  });
  await app.becomeWriter();
  const announcement = createAnnouncement(app.dataDirectory);
  // Most commands have no use for it.
  const { startServer } = await import("../server/index.ts");
  const { names, ...limits } = loaded.config.server;
  const server = await startServer({
    app,
    clock: systemClock,
    entropy: systemEntropy,
    fingerprint: loaded.fingerprint,
    ownerToken: announcement.token,
    host: host ?? (environment["PLUMBLINE_HOST"] || HOST),
    port: port ?? toPort(environment["PLUMBLINE_PORT"] || String(PORT)),
    names,
    limits,
    log,
  });
  announcement.publish(server.address.href);
  const stop = new AbortController();
  const monitoring = app.keepMonitoring(log, AbortSignal.any([signal, stop.signal]));
  try {
    if (shared.json)
      terminal.out(JSON.stringify({ address: server.address.href, pid: process.pid }));
    else terminal.out(`listening on ${server.address.href}`);
    if ((await app.listKeys()).length === 0)
      terminal.err("no key yet, and every request needs one: plumbline keys create --name NAME");
    if (!signal.aborted) await once(signal, "abort");
    terminal.err("stopping: finishing what is under way");
  } finally {
    announcement.withdraw();
    stop.abort();
    await server.close();
    await monitoring;
  }
}
