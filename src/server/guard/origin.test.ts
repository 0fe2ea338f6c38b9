import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foreignHost, foreignOrigin } from "../errors.ts";
import { checkOrigin, isLoopback, toHostNames } from "./origin.ts";

const LOCAL = toHostNames("127.0.0.1", 8787, [], []);

/** Host, Origin and Sec-Fetch-Site as a client sends them; what is not named is not sent. */
type Sent = readonly [
  host: string | undefined,
  origin?: string | undefined,
  site?: string | undefined,
];

function verdict([host, origin, site]: Sent, hosts = LOCAL): "passed" | "host" | "origin" {
  const headers = new Headers({
    ...(host === undefined ? {} : { host }),
    ...(origin === undefined ? {} : { origin }),
    ...(site === undefined ? {} : { "sec-fetch-site": site }),
  });
  try {
    checkOrigin(headers, hosts);
    return "passed";
  } catch (error) {
    if (foreignHost.is(error)) return "host";
    if (foreignOrigin.is(error)) return "origin";
    throw error;
  }
}

const PASS: readonly Sent[] = [
  ["127.0.0.1:8787"],
  ["localhost:8787"],
  ["LOCALHOST:8787"],
  ["[::1]:8787"],
  ["127.0.0.1:8787", "http://127.0.0.1:8787"],
  ["localhost:8787", "http://localhost:8787", "same-origin"],
  ["localhost:8787", undefined, "none"],
];

const FOREIGN_HOSTS: readonly (string | undefined)[] = [
  undefined,
  "",
  "127.0.0.1",
  "127.0.0.1:8788",
  "127.0.0.1:80",
  "localhost",
  "localhost:87870",
  "localhost.:8787",
  "localhost.evil.example:8787",
  "evil.example",
  "evil.example:8787",
  "127.0.0.1.nip.io:8787",
  "127.0.0.2:8787",
  "0.0.0.0:8787",
  "[::]:8787",
  "[::ffff:127.0.0.1]:8787",
  "::1:8787",
  "2130706433:8787",
  "0x7f.1:8787",
  "user@127.0.0.1:8787",
  "127.0.0.1:8787,evil.example",
];

const FOREIGN_ORIGINS: readonly (readonly [origin: string, site?: string])[] = [
  ["null"],
  [""],
  ["http://evil.example"],
  ["https://evil.example:8787"],
  ["http://localhost"],
  ["http://localhost:8788"],
  ["http://127.0.0.1:8787"],
  ["http://localhost:8787.evil.example"],
  ["http://localhost:8787/"],
  ["http://LOCALHOST:8787x"],
  ["file://"],
  ["chrome-extension://abcdef"],
  ["http://localhost:8787", "cross-site"],
  ["http://localhost:8787", "same-site"],
];

describe("S17 a request that was not meant for this server", () => {
  for (const sent of PASS)
    it(`S17 passes ${JSON.stringify(sent)}`, () => assert.equal(verdict(sent), "passed"));

  for (const host of FOREIGN_HOSTS)
    it(`S17 refuses the host ${JSON.stringify(host)}`, () => assert.equal(verdict([host]), "host"));

  for (const [origin, site] of FOREIGN_ORIGINS)
    it(`S17 refuses the origin ${JSON.stringify(origin)} ${site ?? ""}`, () =>
      assert.equal(verdict(["localhost:8787", origin, site]), "origin"));

  it("S17 refuses a request of another site's page that carries no origin", () => {
    for (const site of ["cross-site", "same-site"])
      assert.equal(verdict(["localhost:8787", undefined, site]), "origin");
  });
});

describe("toHostNames", () => {
  it("knows the machine's own addresses when it listens on all of them", () => {
    const names = toHostNames("0.0.0.0", 80, ["10.0.0.7", "fe80::1", "box"], []);
    for (const host of ["10.0.0.7", "10.0.0.7:80", "[fe80::1]:80", "box", "localhost:80"])
      assert.equal(verdict([host], names), "passed", host);
    assert.equal(verdict(["10.0.0.8:80"], names), "host");
  });

  it("takes further names as they are written, and no others", () => {
    const names = toHostNames("127.0.0.1", 8787, [], ["Docs.example.org", "docs.example.org:444"]);
    const https = "https://docs.example.org";
    assert.equal(verdict(["docs.example.org", https, "same-origin"], names), "passed");
    assert.equal(verdict(["docs.example.org:444"], names), "passed");
    assert.equal(verdict(["docs.example.org:8787"], names), "host");
  });

  it("answers to loopback names only where loopback reaches it", () => {
    assert.equal(verdict(["localhost:8787"], toHostNames("10.0.0.7", 8787, [], [])), "host");
    assert.equal(verdict(["[::1]:8787"], toHostNames("::1", 8787, [], [])), "passed");
  });
});

describe("isLoopback", () => {
  it("is true of what only this machine reaches", () => {
    for (const host of ["localhost", "127.0.0.1", "127.8.9.10", "::1"])
      assert.ok(isLoopback(host), host);
    for (const host of ["0.0.0.0", "::", "10.0.0.7", "127.0.0.1.nip.io", "localhost.example"])
      assert.ok(!isLoopback(host), host);
  });
});
