/** @module Names of entries as one entry of an archive writes them about another. */

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The entry that `reference`, found in the entry `from`, is about; nothing where it leads out of
 * the archive. A query and a fragment are left out.
 */
export function resolveEntry(from: string, reference: string): string | undefined {
  const path = decodePercent(reference.replace(/[?#].*$/s, ""));
  if (/^[a-z][a-z\d+.-]*:/i.test(path)) return undefined;
  const folder = path.startsWith("/") ? [] : from.split("/").slice(0, -1);
  const segments: string[] = [...folder];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.length === 0 ? undefined : segments.join("/");
}
