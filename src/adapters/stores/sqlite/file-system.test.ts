import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { it } from "node:test";
import { classifyMagic, findFileSystem } from "./file-system.ts";

// As statfs(2) and linux/magic.h print them.
for (const [magic, name, kind] of [
  [0xef53, "ext", "local"],
  [0x58465342, "xfs", "local"],
  [0x9123683e, "btrfs", "local"],
  [0x2fc12fc1, "zfs", "local"],
  [0x794c7630, "overlay", "memory"],
  [0x01021994, "tmpfs", "memory"],
  [0x6969, "nfs", "network"],
  [0xff534d42, "cifs", "network"],
  [0xfe534d42, "smb2", "network"],
  [0x01021997, "9p", "network"],
  [0x65735546, "fuse", "network"],
  [0x12345678, "0x12345678", "unknown"],
] as const)
  it(`R05 takes a file system of type 0x${magic.toString(16)} for ${kind}: ${name}`, () => {
    assert.deepEqual(classifyMagic(magic), { name, class: kind });
  });

it("R05 knows a type that the system hands out as a negative number", () => {
  assert.deepEqual(classifyMagic(0xff534d42 | 0), { name: "cifs", class: "network" });
});

it("R05 assumes local disks where statfs types mean something else", () => {
  assert.deepEqual(findFileSystem(tmpdir(), "darwin"), { name: "darwin", class: "local" });
});

it("R05 finds the directory for temporary files fit for a write-ahead log", () => {
  assert.ok(["local", "memory"].includes(findFileSystem(tmpdir()).class));
});
