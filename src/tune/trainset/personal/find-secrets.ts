/** @module Keys and passwords in a text: nothing that holds one is learned from. */

const SECRETS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["private-key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ["aws-key", /(?<![A-Z\d])(?:AKIA|ASIA)[A-Z\d]{16}(?![A-Z\d])/],
  ["github-token", /(?<!\w)(?:gh[opsur]_[A-Za-z\d]{36,}|github_pat_\w{50,})/],
  ["slack-token", /(?<!\w)xox[abeoprs]-[\w-]{20,}/],
  ["google-key", /(?<!\w)AIza[\w-]{35}(?![\w-])/],
  ["stripe-key", /(?<!\w)[rs]k_live_[A-Za-z\d]{20,}/],
  ["model-key", /(?<!\w)sk-(?:ant-|proj-)?[\w-]{32,}/],
  ["plumbline-key", /(?<!\w)pl_live_[0-9A-Za-z]{49}(?!\w)/],
  ["web-token", /(?<![\w.])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ["url-password", /\b[a-z][a-z\d+.-]*:\/\/[^\s/:@]+:[^\s/:@]{3,}@[^\s/]+/i],
];
/** A password is one where it looks like nothing else: with digits and letters, and no blanks. */
const PASSWORD =
  /(?:password|passwd|passwort|kennwort|secret|api[_ -]?key|access[_ -]?token|mot de passe|contraseña|wachtwoord)["']?\s*[:=]\s*["']?((?=[^\s"']*\d)(?=[^\s"']*\p{L})[^\s"'<>{}[\]…*]{8,})/iu;

/** Names of the kinds that occur, never what stands there. */
export function findSecrets(text: string): readonly string[] {
  const found = SECRETS.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind);
  return PASSWORD.test(text) ? [...found, "password"] : found;
}
