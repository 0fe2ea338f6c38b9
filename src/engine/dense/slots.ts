/** @module Which bytes of a growing memory are in use: first fit, neighbors joined when freed. */

export interface Slots {
  /** @returns the address of `bytes` free bytes, a multiple of 64; the memory may have to grow. */
  take(bytes: number): number;
  /** Gives back what `take` gave, with the same size. */
  give(address: number, bytes: number): void;
  /** The first address never taken so far, or all of which was given back. */
  readonly end: number;
}

/** Rows that begin on a cache line are read faster. */
const toLines = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** @param start the first address that may be given out, a multiple of 64. */
export function createSlots(start: number): Slots {
  /** In the order of their addresses; no two touch, and none touches `end`. */
  const holes: { address: number; bytes: number }[] = [];
  let end = start;
  return {
    get end() {
      return end;
    },
    take(bytes) {
      const wanted = toLines(bytes);
      const index = holes.findIndex((hole) => hole.bytes >= wanted);
      const hole = holes[index];
      if (!hole) {
        end += wanted;
        return end - wanted;
      }
      const { address } = hole;
      hole.address += wanted;
      hole.bytes -= wanted;
      if (hole.bytes === 0) holes.splice(index, 1);
      return address;
    },
    give(address, bytes) {
      const freed = { address, bytes: toLines(bytes) };
      const next = holes.findIndex((hole) => hole.address > address);
      let at = next < 0 ? holes.length : next;
      const after = holes[at];
      if (after && freed.address + freed.bytes === after.address) {
        freed.bytes += after.bytes;
        holes.splice(at, 1);
      }
      const before = holes[at - 1];
      if (before && before.address + before.bytes === freed.address) {
        freed.address = before.address;
        freed.bytes += before.bytes;
        at -= 1;
        holes.splice(at, 1);
      }
      if (freed.address + freed.bytes === end) end = freed.address;
      else holes.splice(at, 0, freed);
    },
  };
}
