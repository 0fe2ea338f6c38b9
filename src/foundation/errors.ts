/** @module One error class, a closed set of kinds, a mandatory hint: what every failure looks like. */

/**
 * Decides the exit code and the HTTP status:
 * `invalid`, `not-found`, `conflict`, `denied` are the caller's to mend (exit 2);
 * `limited`, `upstream`, `unavailable`, `timeout` may pass by themselves (exit 3);
 * `internal` is a bug (exit 70).
 */
export type ErrorKind =
  | "invalid"
  | "not-found"
  | "conflict"
  | "denied"
  | "limited"
  | "upstream"
  | "unavailable"
  | "timeout"
  | "internal";

const RETRYABLE: ReadonlySet<ErrorKind> = new Set([
  "limited",
  "upstream",
  "unavailable",
  "timeout",
]);

type Details = Readonly<Record<string, unknown>>;

/** All that an error is, as it crosses from one thread or process to another. */
export interface ErrorParts {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly hint: string;
  readonly details: Details;
  readonly cause?: unknown;
}

/** Every failure this package raises on purpose. Anything else that reaches an edge is a bug. */
export class PlumblineError extends Error {
  /** `folder.reason`: unique, and stable for ever. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** What to do about it, as one sentence. */
  readonly hint: string;
  /** JSON-safe; never a secret, never the text of a document. */
  readonly details: Details;

  constructor(parts: ErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = "PlumblineError";
    this.code = parts.code;
    this.kind = parts.kind;
    this.hint = parts.hint;
    this.details = parts.details;
  }

  /** True when the same call may succeed later without a change by the caller. */
  get retryable(): boolean {
    return RETRYABLE.has(this.kind);
  }

  /** The process exit code of a command that ends with this error. */
  get exitCode(): number {
    if (this.kind === "internal") return 70;
    return this.retryable ? 3 : 2;
  }

  toJSON(): Record<string, unknown> {
    const { code, kind, message, hint, details } = this;
    return { code, kind, message, hint, details };
  }
}

/** Makes errors of one code: `throw storeLocked({ … })`, `storeLocked.is(error)`. */
export interface ErrorMaker<D extends Details> {
  (details: D, cause?: unknown): PlumblineError;
  readonly code: string;
  readonly kind: ErrorKind;
  readonly is: (error: unknown) => error is PlumblineError;
}

export interface ErrorDefinition<D extends Details> {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly message: (details: D) => string;
  readonly hint: (details: D) => string;
}

const catalogue = new Map<string, ErrorKind>();

/**
 * Declares a failure once, in the `errors.ts` of the folder that throws it.
 *
 * @throws Error when the code is already taken: codes are how callers tell failures apart.
 */
export function defineError<D extends Details>(definition: ErrorDefinition<D>): ErrorMaker<D> {
  const { code, kind } = definition;
  if (catalogue.has(code)) throw new Error(`the error code ${code} is defined twice`);
  catalogue.set(code, kind);
  const make = (details: D, cause?: unknown): PlumblineError =>
    new PlumblineError({
      code,
      kind,
      message: definition.message(details),
      hint: definition.hint(details),
      details,
      ...(cause === undefined ? {} : { cause }),
    });
  const is = (error: unknown): error is PlumblineError =>
    error instanceof PlumblineError && error.code === code;
  return Object.assign(make, { code, kind, is });
}

/** Every code defined by the modules loaded so far, in the order of their names. */
export function listErrorCodes(): readonly { readonly code: string; readonly kind: ErrorKind }[] {
  return [...catalogue]
    .map(([code, kind]) => ({ code, kind }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

/** Wraps what was never meant to escape, so that every edge deals with one class. */
export function toPlumblineError(error: unknown): PlumblineError {
  if (error instanceof PlumblineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PlumblineError({
    code: "internal.unexpected",
    kind: "internal",
    message: `unexpected failure: ${message}`,
    hint: "this is a bug in plumbline: please report it with the command and PLUMBLINE_LOG_LEVEL=debug output",
    details: {},
    cause: error,
  });
}
