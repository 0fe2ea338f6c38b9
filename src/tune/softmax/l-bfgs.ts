/** @module Minimizes a smooth function by its gradient: limited-memory BFGS. */

/** Writes the gradient at `x` into `gradient` and returns the value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface MinimizeOptions {
  readonly maxIterations: number;
  /** Ends where no component of the gradient is larger. Default 1e-5. */
  readonly tolerance?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** False when the iterations ran out. */
  readonly converged: boolean;
}

/** Steps remembered (Liu and Nocedal, 1989, find 3 to 7 enough, and more seldom worth it). */
const MEMORY = 10;
/** Armijo's condition, and how often a step is halved for it. */
const SUFFICIENT = 1e-4;
const HALVINGS = 30;
const CURVATURE = 1e-10;

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/**
 * From `start`, which stays as it is. Sums run in the order of the components, so that equal input
 * gives equal bytes. A convex function is brought to its minimum within the tolerance; the value
 * never rises from one iteration to the next.
 */
export function minimize(
  objective: Objective,
  start: Float64Array,
  { maxIterations, tolerance = 1e-5, signal }: MinimizeOptions,
): Minimum {
  let x = Float64Array.from(start);
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const memory: Pair[] = [];
  for (let iterations = 0; iterations < maxIterations; iterations++) {
    signal?.throwIfAborted();
    if (largest(gradient) <= tolerance) return { x, value, iterations, converged: true };
    const direction = toDirection(gradient, memory);
    const slope = dot(gradient, direction);
    // The first step has no scale yet: one of length 1 at most.
    let step = memory.length > 0 ? 1 : 1 / Math.max(1, Math.sqrt(-slope));
    const next = new Float64Array(x.length);
    const nextGradient = new Float64Array(x.length);
    let nextValue = Number.POSITIVE_INFINITY;
    for (let halving = 0; halving < HALVINGS; halving++) {
      for (let i = 0; i < x.length; i++) next[i] = at(x, i) + step * at(direction, i);
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + SUFFICIENT * step * slope) break;
      step /= 2;
    }
    if (!(nextValue < value)) return { x, value, iterations, converged: true };
    remember(memory, subtract(next, x), subtract(nextGradient, gradient));
    [x, gradient, value] = [next, nextGradient, nextValue];
  }
  return { x, value, iterations: maxIterations, converged: largest(gradient) <= tolerance };
}

/** The two loops: the gradient times what the remembered steps say of the inverse curvature. */
function toDirection(gradient: Float64Array, memory: readonly Pair[]): Float64Array {
  const q = Float64Array.from(gradient);
  const alphas: number[] = [];
  for (const { s, y, rho } of memory.toReversed()) {
    const alpha = rho * dot(s, q);
    alphas.push(alpha);
    addScaled(q, y, -alpha);
  }
  const last = memory.at(-1);
  if (last) scale(q, dot(last.s, last.y) / dot(last.y, last.y));
  for (const { s, y, rho } of memory) addScaled(q, s, (alphas.pop() ?? 0) - rho * dot(y, q));
  scale(q, -1);
  return q;
}

function remember(memory: Pair[], s: Float64Array, y: Float64Array): void {
  const product = dot(s, y);
  // A step without curvature would turn the next direction uphill.
  if (product <= CURVATURE * dot(y, y)) return;
  memory.push({ s, y, rho: 1 / product });
  if (memory.length > MEMORY) memory.shift();
}

const at = (values: Float64Array, index: number): number => values[index] ?? 0;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += at(a, i) * at(b, i);
  return sum;
}

function addScaled(to: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] = at(to, i) + factor * at(values, i);
}

function scale(values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] = at(values, i) * factor;
}

const subtract = (a: Float64Array, b: Float64Array): Float64Array =>
  a.map((value, index) => value - at(b, index));

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
