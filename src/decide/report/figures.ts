/** @module How a decision prints numbers: two digits in prose, whole dollars in tables. */

const MINUS = "−";
const sign = (value: number, text: string): string => (value < 0 ? `${MINUS}${text}` : text);

/** `$19,082`; cents below ten dollars. */
export function formatUsd(usd: number | "unknown"): string {
  if (usd === "unknown") return "unknown";
  const size = Math.abs(usd);
  if (size === 0) return "$0";
  if (size < 0.01) return sign(usd, `$${size.toPrecision(2)}`);
  if (size < 10) return sign(usd, `$${size.toFixed(2)}`);
  return sign(usd, `$${Math.round(size).toLocaleString("en-US")}`);
}

/** `$49,000`: two digits, for sentences. */
export function formatAbout(usd: number): string {
  const size = Math.abs(usd);
  if (size < 10) return formatUsd(usd);
  const rounded = Number(size.toPrecision(2));
  return sign(usd, `$${rounded.toLocaleString("en-US")}`);
}

export const formatShare = (share: number): string => share.toFixed(3).replace(/^0(?=\.)/, "");

/** In points of a hundred, with its sign. */
export function formatPoints(share: number): string {
  const points = 100 * share;
  return `${points < 0 ? MINUS : "+"}${Math.abs(points).toFixed(1)}`;
}

export const formatCount = (n: number): string => Math.round(n).toLocaleString("en-US");

/** `1.2 million`, `860,000`. */
export function formatVolume(n: number): string {
  if (n >= 1e6) return `${Number((n / 1e6).toPrecision(3))} million`;
  return Number(n.toPrecision(2)).toLocaleString("en-US");
}
