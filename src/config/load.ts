/** @module Reading plumbline.yaml: parsed strictly, secrets by reference, mistakes by path. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { hashJson } from "../foundation/hash.ts";
import { listMistakes } from "../foundation/mistakes.ts";
import { configInvalid, configNotFound, secretMissing } from "./errors.ts";
import { ConfigSchema, type Config } from "./schema.ts";

export const CONFIG_FILE = "plumbline.yaml";

/** The closed list of what the environment may say about a deployment. */
export interface Environment {
  readonly PLUMBLINE_CONFIG?: string | undefined;
  readonly PLUMBLINE_DATA_DIR?: string | undefined;
  readonly PLUMBLINE_HOST?: string | undefined;
  readonly PLUMBLINE_PORT?: string | undefined;
  readonly PLUMBLINE_LOG_LEVEL?: string | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Secrets resolved; never printed. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Absent when there is no file and the defaults hold. */
  readonly path: string | undefined;
  /** Relative paths in the file start here. */
  readonly baseDirectory: string;
  /** Absolute. */
  readonly dataDirectory: string;
  /** Of the configuration without secrets. */
  readonly fingerprint: string;
}

export interface LoadOptions {
  readonly workingDirectory: string;
  readonly environment: Environment & Readonly<Record<string, string | undefined>>;
  /** `--config`. */
  readonly path?: string | undefined;
  /** `--data`. */
  readonly data?: string | undefined;
}

/** @throws config.not-found for a named file that is absent; config.invalid with every mistake. */
export async function loadConfig(options: LoadOptions): Promise<LoadedConfig> {
  const { workingDirectory, environment } = options;
  const named = options.path ?? (environment.PLUMBLINE_CONFIG || undefined);
  const path = resolve(workingDirectory, named ?? CONFIG_FILE);
  const found = existsSync(path);
  if (named !== undefined && !found) throw configNotFound({ path });
  const secrets = new Map<string, string>();
  const raw = found ? await parseYaml(path) : {};
  const config = checkConfig(path, resolveSecrets(raw, "", environment, secrets));
  const baseDirectory = found ? dirname(path) : workingDirectory;
  const data = options.data ?? environment.PLUMBLINE_DATA_DIR;
  return {
    config,
    secrets,
    path: found ? path : undefined,
    baseDirectory,
    dataDirectory: data ? resolve(workingDirectory, data) : resolve(baseDirectory, config.data),
    fingerprint: hashJson(redact(config, secrets)).slice(0, 16),
  };
}

async function parseYaml(path: string): Promise<unknown> {
  const { parseDocument } = await import("yaml");
  const toMistake = ({ message }: Error): string => message.split("\n")[0] ?? message;
  try {
    const document = parseDocument(readFileSync(path, "utf8"), { prettyErrors: true });
    if (document.errors.length > 0)
      throw configInvalid({ path, mistakes: document.errors.map(toMistake) });
    return document.toJS() ?? {};
  } catch (error) {
    if (configInvalid.is(error) || !(error instanceof Error)) throw error;
    // A folder, a file that may not be read, an alias that names nothing.
    throw configInvalid({ path, mistakes: [toMistake(error)] }, error);
  }
}

/** @throws config.invalid naming each mistake by its path. */
export function checkConfig(path: string, raw: unknown): Config {
  const checked = ConfigSchema.safeParse(raw);
  if (checked.success) return checked.data;
  throw configInvalid({
    path,
    mistakes: listMistakes(checked.error.issues, "unknown setting").map(
      ({ path: at, message }) => `${at || "(the file)"}: ${message}`,
    ),
  });
}

const isSecret = (value: unknown): value is { env: string } =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).length === 1 &&
  "env" in value &&
  typeof value.env === "string";

/**
 * `{ env: NAME }` becomes the variable's value, wherever it stands.
 *
 * @param secrets takes what was found, by value.
 * @throws config.secret-missing
 */
export function resolveSecrets(
  value: unknown,
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  secrets: Map<string, string>,
): unknown {
  if (isSecret(value)) {
    const secret = environment[value.env];
    if (secret === undefined || secret === "") throw secretMissing({ path, name: value.env });
    secrets.set(secret, value.env);
    return secret;
  }
  if (Array.isArray(value))
    return value.map((item, index) =>
      resolveSecrets(item, `${path}.${index}`, environment, secrets),
    );
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      resolveSecrets(member, path ? `${path}.${key}` : key, environment, secrets),
    ]),
  );
}

/** Each secret becomes its reference again: what every print and every hash sees. */
export function redact(value: unknown, secrets: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return secrets.has(value) ? { env: secrets.get(value) } : value;
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, redact(member, secrets)]),
  );
}
