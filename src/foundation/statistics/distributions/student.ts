/** @module Student's t distribution: how likely a value is, and back. */
import { computeBetaShare } from "./beta.ts";

/** The share of values below `t`, in [0, 1]; `degrees` > 0 need not be whole. */
export function computeStudentShare(t: number, degrees: number): number {
  const tail = computeBetaShare(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The value below which a share in (0, 1) lies, to about 1e-12; ±Infinity at 0 and 1. */
export function computeStudentValue(share: number, degrees: number): number {
  if (share <= 0) return -Infinity;
  if (share >= 1) return Infinity;
  if (share < 0.5) return -computeStudentValue(1 - share, degrees);
  let high = 1;
  while (computeStudentShare(high, degrees) < share) high *= 2;
  let low = 0;
  // Halving: few quantiles are asked for, and no tail is too flat for it.
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (computeStudentShare(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
