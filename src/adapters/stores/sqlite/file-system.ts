/** @module Which file systems a write-ahead log may stand on. */
import { readFileSync, statfsSync } from "node:fs";

export type FileSystemClass = "local" | "memory" | "network" | "unknown";

export interface FileSystem {
  readonly name: string;
  readonly class: FileSystemClass;
}

/** `statfs` magics, from linux/magic.h and the manual page statfs(2). */
const MAGICS: ReadonlyMap<number, FileSystem> = new Map([
  [0xef53, { name: "ext", class: "local" }],
  [0x58465342, { name: "xfs", class: "local" }],
  [0x9123683e, { name: "btrfs", class: "local" }],
  [0x2fc12fc1, { name: "zfs", class: "local" }],
  [0xf2f52010, { name: "f2fs", class: "local" }],
  [0x5346544e, { name: "ntfs", class: "local" }],
  [0x794c7630, { name: "overlay", class: "memory" }],
  [0x01021994, { name: "tmpfs", class: "memory" }],
  [0x858458f6, { name: "ramfs", class: "memory" }],
  [0x6969, { name: "nfs", class: "network" }],
  [0x517b, { name: "smb", class: "network" }],
  [0xff534d42, { name: "cifs", class: "network" }],
  [0xfe534d42, { name: "smb2", class: "network" }],
  [0x01021997, { name: "9p", class: "network" }],
  [0x65735546, { name: "fuse", class: "network" }],
  [0x6a656a63, { name: "virtiofs", class: "network" }],
  [0x00c36400, { name: "ceph", class: "network" }],
]);

/** Classifies by `statfs` type; pure, so that a table can test it. */
export function classifyMagic(type: number): FileSystem {
  return MAGICS.get(type >>> 0) ?? { name: `0x${(type >>> 0).toString(16)}`, class: "unknown" };
}

/**
 * The file system a directory stands on. Outside Linux, where `statfs` types mean something
 * else, local disks are assumed and the name is the platform's.
 */
export function findFileSystem(directory: string, platform: string = process.platform): FileSystem {
  if (platform !== "linux") return { name: platform, class: "local" };
  const found = classifyMagic(statfsSync(directory).type);
  // virtiofs answers with the magic of FUSE; the mount table names it.
  return found.name === "fuse" ? { ...found, name: mountType(directory) ?? "fuse" } : found;
}

function mountType(directory: string): string | undefined {
  let best: { point: string; type: string } | undefined;
  for (const line of readFileSync("/proc/self/mounts", "utf8").split("\n")) {
    const [, point, type] = line.split(" ");
    if (!point || !type || !directory.startsWith(point)) continue;
    if (!best || point.length > best.point.length) best = { point, type };
  }
  return best?.type;
}
