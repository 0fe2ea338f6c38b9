/** @module Where a command's use cases come from: the server of its data directory, or the files. */
import {
  createRemoteApp,
  findServer,
  openApp,
  readVersion,
  type App,
  type FoundServer,
  type LoadedConfig,
} from "../app/index.ts";
import type { CommandContext } from "./context.ts";
import { serverDiffers } from "./errors.ts";

export interface OpenOptions {
  readonly loaded: LoadedConfig;
  readonly bm25: { readonly k1: number; readonly b: number } | undefined;
  /** Only the process that holds the data directory may. */
  readonly writes: boolean;
}

/**
 * The server, when one has the data directory and works with the same settings. Otherwise the
 * directory itself, which may be read beside a server.
 *
 * @throws cli.server-differs for a command that writes, where a server has other settings.
 */
export async function openFor(context: CommandContext, options: OpenOptions): Promise<App> {
  const { loaded, bm25, writes } = options;
  const { workingDirectory, terminal, environment } = context;
  const { dataDirectory } = loaded;
  const server = await findServer(dataDirectory);
  const difference = server && findDifference(server, options);
  if (server && !difference) return createRemoteApp({ server, dataDirectory, workingDirectory });
  if (server && difference) {
    if (writes) throw serverDiffers({ pid: server.pid, difference });
    terminal.err(
      `note: the server of this data directory (process ${server.pid}) has ${difference}; reading the directory itself`,
    );
  }
  return openApp({
    loaded,
    workingDirectory,
    log: (line) => terminal.err(line),
    logLevel: environment["PLUMBLINE_LOG_LEVEL"],
    bm25,
  });
}

/** What the server cannot honor, or nothing. */
function findDifference(server: FoundServer, { loaded, bm25 }: OpenOptions): string | undefined {
  if (server.version !== readVersion()) return `version ${server.version}`;
  if (server.fingerprint !== loaded.fingerprint) return "another configuration";
  return bm25 ? "other BM25 parameters" : undefined;
}
