/** @module Names that are joined into sets, each with its weight. */

/** Names that nobody has mentioned are sets of their own, of no weight. */
export class DisjointSets {
  readonly #parents = new Map<string, string>();
  readonly #weights = new Map<string, number>();

  /** The name that stands for the set of this one. */
  find(name: string): string {
    let root = name;
    for (let up = this.#parents.get(root); up !== undefined; up = this.#parents.get(root))
      root = up;
    // The next look-up of anything on this way goes straight to the root.
    for (let at = name; at !== root;) {
      const up = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = up;
    }
    return root;
  }

  /** Adds one to the weight of its set. */
  weigh(name: string): void {
    const root = this.find(name);
    this.#weights.set(root, this.weightOf(root) + 1);
  }

  weightOf(name: string): number {
    return this.#weights.get(this.find(name)) ?? 0;
  }

  join(one: string, other: string): void {
    const [root, joined] = [this.find(one), this.find(other)];
    if (root === joined) return;
    this.#weights.set(root, this.weightOf(root) + this.weightOf(joined));
    this.#parents.set(joined, root);
  }
}
