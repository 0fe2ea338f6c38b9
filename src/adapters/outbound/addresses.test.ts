import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { findReservedClass, isSameAddress, toAddress } from "./addresses.ts";

describe("findReservedClass", () => {
  it("is nothing for public addresses", () => {
    for (const address of ["93.184.215.14", "8.8.8.8", "2606:4700::6810:84e5", "[2a00:1450::1]"])
      assert.equal(findReservedClass(address), undefined, address);
  });

  it("names what keeps an address from being public", () => {
    for (const [address, expected] of [
      ["127.0.0.1", "loopback"],
      ["10.1.2.3", "private"],
      ["169.254.169.254", "linkLocal"],
      ["100.64.0.1", "carrierGradeNat"],
      ["168.63.129.16", "metadata"],
      ["::ffff:8.8.8.8", "ipv4Mapped"],
      ["64:ff9b::8.8.8.8", "rfc6052"],
      ["2002:808:808::1", "6to4"],
      ["fe80::1%eth0", "linkLocal"],
      ["4000::1", "reserved"],
      ["0177.0.0.1", "unreadable"],
      ["127.1", "unreadable"],
      ["example.org", "unreadable"],
      ["", "unreadable"],
    ] as const)
      assert.equal(findReservedClass(address), expected, address);
  });

  it("agrees with the blocks written out, on random IPv4 addresses", () => {
    const random = createRandom("outbound/addresses");
    const blocks =
      "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 198.18.0.0/15 224.0.0.0/3"
        .split(" ")
        .map((block) => block.split("/"));
    const toNumber = (address: string): number =>
      address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    for (let round = 0; round < 20_000; round++) {
      const number = random.uint32();
      const address = [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join(".");
      const inBlock = blocks.some(
        ([start = "", length]) =>
          Math.floor(number / 2 ** (32 - Number(length))) ===
          Math.floor(toNumber(start) / 2 ** (32 - Number(length))),
      );
      if (inBlock) assert.notEqual(findReservedClass(address), undefined, address);
    }
  });
});

describe("isSameAddress", () => {
  it("sees through spellings, and takes no name", () => {
    assert.ok(isSameAddress("::ffff:127.0.0.1", "127.0.0.1"));
    assert.ok(isSameAddress("2606:4700:0::1", "2606:4700::1"));
    assert.ok(!isSameAddress("127.0.0.2", "127.0.0.1"));
    assert.ok(!isSameAddress(undefined, "127.0.0.1"));
    assert.ok(!isSameAddress("localhost", "localhost"));
  });

  it("has an address for a literal in brackets, and none for a name", () => {
    assert.equal(toAddress("[::1]"), "::1");
    assert.equal(toAddress("fe80::1%eth0"), "fe80::1");
    assert.equal(toAddress("example.org"), undefined);
  });
});
