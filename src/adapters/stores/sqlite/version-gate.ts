/** @module Which SQLite releases keep what they acknowledged. */

/**
 * False for releases with the write-ahead reset race (3.7.0 to 3.51.2, repaired in 3.50.7 and
 * 3.44.6 of their branches) and for 3.52.0, which was withdrawn (sqlite.org release log).
 */
export function isSafeSqlite(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  if (major !== 3 || (minor === 52 && patch === 0)) return false;
  if (minor === 44) return patch >= 6;
  if (minor === 50) return patch >= 7;
  return minor > 51 || (minor === 51 && patch >= 3);
}
