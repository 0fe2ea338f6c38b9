/** Addresses that lead into somebody's own network, and a process that may reach nothing. */
import assert from "node:assert/strict";
import dgram from "node:dgram";
import dns from "node:dns";
import { readFileSync, globSync, writeFileSync } from "node:fs";
import http2 from "node:http2";
import { createServer, type Server } from "node:http";
import net, { type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import tls from "node:tls";
import { loadConfig, openApp } from "../../src/app/index.ts";
import { openOutbound } from "../../src/app/outbound.ts";
import {
  createOutboundClient,
  trapEgress,
  type ConnectTarget,
  type Network,
} from "../../src/adapters/outbound/index.ts";
import { findReservedClass } from "../../src/adapters/outbound/addresses.ts";
import { PlumblineError } from "../../src/foundation/errors.ts";
import { makeTemporaryDirectory } from "../../src/testing/temporary-directory.ts";

/**
 * Spellings of hosts that are, or resolve to, no public address: loopback in every form that some
 * parser takes; letters that are folded into digits and names; IPv6 that carries IPv4; private,
 * link-local, carrier-grade and metadata addresses; nobody's, documentation's and benchmarks'; and
 * names whose answers are private, all of them or one among public ones.
 */
const HOSTS: readonly string[] = `
  127.0.0.1 127.1 127.0.1 127.255.255.254 127.0.0.1. localhost LOCALHOST localhost.
  sub.localhost 2130706433 017700000001 0x7f000001 0x7F.0.0.1 0x7f.1 0177.0.0.1 0177.1
  0x7f.0x0.0x0.0x1 127.0x1 00000177.0.0.0x1 127.000.000.001 127.0.0.01 0 0.0.0.0 00 0x0 0.0
  [::] [::1] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::0.0.0.1]
  １２７.0.0.1 １２７．０．０．１ ①②⑦.⓪.⓪.① 127。0。0。1 127｡0｡0｡1 ⓛⓞⓒⓐⓛⓗⓞⓢⓣ ｌｏｃａｌｈｏｓｔ loc\u00adalhost
  %6c%6f%63%61%6c%68%6f%73%74 %31%32%37.0.0.1 0x7f.１
  [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::127.0.0.1] [::ffff:10.0.0.1]
  [::ffff:169.254.169.254] [::ffff:a9fe:a9fe] [::7f00:1] [64:ff9b::127.0.0.1]
  [64:ff9b::a9fe:a9fe] [64:ff9b:1::10.0.0.1] [2002:7f00:1::] [2002:a9fe:a9fe::1]
  [2001:0:53aa:64c:0:0:80ff:fffe] [::ffff:0:127.0.0.1] [::ffff:0:0] [::FFFF:127.0.0.1]
  [0:0:0:0:0:FFFF:7F00:0001]
  10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.1 0xa.0.0.1
  012.0.0.1 167772161 3232235521 0xc0a80001 0300.0250.0.1 169.254.169.254 0xa9fea9fe 2852039166
  0251.0376.0251.0376 169.254.43518 100.64.0.1 100.100.100.200 168.63.129.16 192.0.0.192
  [fd00:ec2::254] [fe80::1] [febf::1] [fc00::1] [fdff:ffff::1] [fec0::1] [ff02::1] [ff0e::1]
  255.255.255.255 224.0.0.1 239.255.255.250 240.0.0.1 192.0.2.1 198.51.100.1 203.0.113.7
  198.18.0.1 192.88.99.1 0.1.2.3 [100::1] [2001:db8::1] [3fff::1] [2001:2::1] [2001:10::1]
  [2001:20::1] [4000::1] [5f00::1] [::2] [1::1]
  loopback.test metadata.test six.test mapped.test nat64.test mixed.test mixed-six.test
  wildcard.127.0.0.1.nip.test bücher.test xn--bcher-kva.test odd.test zone.test nothing.test
  long.test
`
  .trim()
  .split(/\s+/);

/** Addresses that are wrong in another way. */
const ADDRESSES: readonly string[] = [
  "file:///etc/passwd",
  "file://localhost/etc/passwd",
  "data:text/html,hello",
  "ftp://public.test/file",
  "gopher://public.test:70/_GET",
  "javascript:alert(1)",
  "blob:http://public.test/1",
  "ws://public.test/",
  "about:blank",
  "http://user@public.test/",
  "http://user:password@public.test/",
  "http://:password@public.test/",
  "http://public.test@127.0.0.1/",
  "http://127.0.0.1@public.test/",
  "http://public.test%40127.0.0.1/",
  "http://public.test:22/",
  "http://public.test:8080/",
  "https://public.test:80/",
  "http://public.test:443/",
  "http://[fe80::1%25eth0]/",
  "http://[::1%25lo]/",
  "http://[127.0.0.1]/",
  "http://[::ffff:127.0.0.1",
  "http://127.0.0.1:80:80/",
  "http://256.256.256.256/",
  "http://127.0.0.0x100/",
  "http://",
  "//127.0.0.1/",
  "/etc/passwd",
  "http:\\\\127.0.0.1\\",
  "http:/127.0.0.1/",
  "http:127.0.0.1",
  "http://127.0.0.1#@public.test/",
  "http://127.0.0.1\\@public.test/",
  "http://127.0.0.1?@public.test/",
  "\thttp://127.0.0.1/",
  "ht\ntp://127.0.0.1/",
  "http://127\t.0.0.1/",
];

const FORMS = [...HOSTS.flatMap((host) => [`http://${host}/`, `https://${host}/x`]), ...ADDRESSES];

const PUBLIC = "93.184.215.14";
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  "public.test": [PUBLIC],
  "elsewhere.test": ["2606:4700::6810:84e5"],
  localhost: ["127.0.0.1", "::1"],
  "localhost.": ["127.0.0.1"],
  "sub.localhost": ["::1"],
  "loopback.test": ["127.0.0.1"],
  "metadata.test": ["169.254.169.254"],
  "six.test": ["::1"],
  "mapped.test": ["::ffff:127.0.0.1"],
  "nat64.test": ["64:ff9b::7f00:1"],
  "mixed.test": [PUBLIC, "10.0.0.1"],
  "mixed-six.test": ["2606:4700::6810:84e5", "fe80::1"],
  "wildcard.127.0.0.1.nip.test": ["127.0.0.1"],
  "xn--bcher-kva.test": ["192.168.1.1"],
  "odd.test": ["0177.0.0.1"],
  "zone.test": ["fe80::1%eth0"],
  "nothing.test": [],
  "long.test": [...Array.from({ length: 40 }, () => PUBLIC), "127.0.0.1"],
};

/** Every address leads to one server on this machine, so that a connection made is a hit. */
interface Trap extends Network {
  readonly connected: ConnectTarget[];
  readonly resolved: string[];
}

function openTrap(port: number, resolve?: (name: string) => readonly string[]): Trap {
  const connected: ConnectTarget[] = [];
  const resolved: string[] = [];
  return {
    connected,
    resolved,
    async resolve(name) {
      resolved.push(name);
      return resolve ? resolve(name) : (ANSWERS[name] ?? ["127.0.0.1"]);
    },
    async connect(target) {
      connected.push(target);
      const socket = net.connect(port, "127.0.0.1");
      await once(socket, "connect");
      return pretend(socket, target.address);
    },
  };
}

/** A socket that says it is connected to the address it was opened for. */
const pretend = (socket: Socket, address: string): Socket =>
  Object.defineProperty(socket, "remoteAddress", { value: address });

/** As its bytes where a header may hold them. */
function toHeader(location: string): string {
  const bytes = Buffer.from(location).toString("latin1");
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(bytes) ? bytes : encodeURI(location);
}

const PUBLIC_POLICY = { allowed: new Set<string>(), isOpen: true };

const isPrivate = ({ address }: ConnectTarget): boolean => findReservedClass(address) !== undefined;

describe("S12 SSRF", () => {
  let server: Server;
  let port = 0;
  let served = 0;
  before(async () => {
    server = createServer((request, response) => {
      served += 1;
      const to = new URL(request.url ?? "/", "http://public.test").searchParams.get("to");
      if (to === null) response.end(JSON.stringify(request.headers));
      else response.writeHead(302, { location: toHeader(to) }).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port; // it listens on a port
  });
  after(() => server.closeAllConnections());
  after(() => server.close());

  it(`S12 opens no connection for any of ${FORMS.length} addresses`, async () => {
    assert.ok(FORMS.length >= 120);
    const trap = openTrap(port);
    await using client = createOutboundClient(PUBLIC_POLICY, trap);
    for (const form of FORMS)
      await assert.rejects(client.fetch(form), PlumblineError, `${form} was fetched`);
    assert.deepEqual(trap.connected, []);
  });

  it("S12 follows no redirect to any of them", async () => {
    const trap = openTrap(port);
    await using client = createOutboundClient(PUBLIC_POLICY, trap);
    for (const form of FORMS) {
      const at = `http://public.test/?to=${encodeURIComponent(form)}`;
      // What is no absolute address is one on the server that it came from.
      const target = URL.parse(toHeader(form).trim(), at);
      if (target?.host === "public.test" && target.protocol === "http:" && !target.username)
        continue;
      await assert.rejects(client.fetch(at), PlumblineError, `${form} was fetched`);
    }
    assert.ok(trap.connected.length > 0);
    assert.deepEqual(trap.connected.filter(isPrivate), []);
  });

  it("S12 connects to the address that it checked, whatever the resolver says next", async () => {
    let asked = 0;
    const trap = openTrap(port, () => (asked++ === 0 ? [PUBLIC] : ["127.0.0.1"]));
    await using client = createOutboundClient(PUBLIC_POLICY, trap);
    await (await client.fetch("http://rebinding.test/")).text();
    assert.deepEqual(
      trap.connected.map(({ address }) => address),
      [PUBLIC],
    );
    assert.equal(asked, 1);
  });

  it("S12 gives a socket that ends elsewhere nothing to read", async () => {
    const servedBefore = served;
    const trap: Network = {
      ...openTrap(port),
      async connect() {
        const socket = net.connect(port, "127.0.0.1");
        await once(socket, "connect");
        return socket;
      },
    };
    await using client = createOutboundClient(PUBLIC_POLICY, trap);
    await assert.rejects(client.fetch("http://public.test/"), { code: "outbound.address-refused" });
    assert.equal(served, servedBefore);
  });

  it("S12 keeps a configured client to its origins, redirects included", async () => {
    const trap = openTrap(port);
    const allowed = new Set(["http://models.intern:8080", "http://127.0.0.1:9000"]);
    await using client = createOutboundClient({ allowed, isOpen: false }, trap);
    for (const form of [...FORMS, "http://public.test/", "http://models.intern/"])
      await assert.rejects(client.fetch(form), PlumblineError, `${form} was fetched`);
    assert.deepEqual(trap.connected, []);
  });

  it("S12 leads no public page to an address that is private and allowed", async () => {
    const allowed = new Set(["http://wiki.intern:8080"]);
    const trap = openTrap(port, (name) => (name === "wiki.intern" ? ["10.0.0.7"] : [PUBLIC]));
    await using client = createOutboundClient({ allowed, isOpen: true }, trap);
    const to = encodeURIComponent("http://wiki.intern:8080/");
    await assert.rejects(client.fetch(`http://public.test/?to=${to}`), {
      code: "outbound.redirect-refused",
    });
    assert.deepEqual(trap.connected.filter(isPrivate), []);
  });

  /** Where a connection may begin; each with what it is for. */
  const EXITS: Readonly<Record<string, string>> = {
    "src/adapters/outbound/": "the client itself",
    "src/adapters/parsers/isolation/deny-network.ts": "takes the network away",
    "src/app/remote/exchange.ts": "the server of the same data directory",
    "src/server/": "listens",
    "src/testing/": "servers for tests",
  };

  it("S12 has no other way out in the source", () => {
    const found = globSync("src/**/*.ts")
      .map((path) => path.replaceAll("\\", "/"))
      .filter((path) => !path.endsWith(".test.ts"))
      .filter((path) => !Object.keys(EXITS).some((exit) => path.startsWith(exit)))
      .flatMap((path) => findExits(readFileSync(path, "utf8")).map((what) => `${path}: ${what}`));
    assert.deepEqual(found, []);
    assert.deepEqual(findExits('import { request } from "node:https";'), ["node:https"]);
    assert.deepEqual(findExits("const page = await fetch(url);"), ["fetch"]);
    assert.deepEqual(findExits("await globalThis.fetch(url)"), ["globalThis.fetch"]);
    assert.deepEqual(findExits("({ fetch }) => fetch(url)"), []);
  });
});

const NETWORK_MODULES =
  /\b(?:from|import)\s*\(?\s*["']((?:node:)?(?:https?|http2|net|tls|dgram|dns|dns\/promises)|undici)["']/g;

/** Modules that open connections, and calls of a `fetch` that nobody handed in. */
function findExits(text: string): readonly string[] {
  const code = text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
  const imports = [...code.matchAll(NETWORK_MODULES)].map(([, name = ""]) => name);
  const types = [...code.matchAll(/import type [^;]*?["']([^"']+)["']/g)].map(([, name]) => name);
  const exits = imports.filter((name) => !types.includes(name));
  if (/\bglobalThis\.fetch\s*\(/.test(code)) exits.push("globalThis.fetch");
  const isHandedIn = /[{,(]\s*fetch\s*[,:})]|\bconst fetch\b/.test(code);
  if (/(?<![.\w])fetch\s*\(/.test(code) && !isHandedIn) exits.push("fetch");
  if (/\bnew (?:WebSocket|EventSource)\b/.test(code)) exits.push("socket of the platform");
  return exits;
}

/** Counts what reaches the real functions, beneath any trap. */
function spyOnNetwork(): Disposable & { readonly reached: string[] } {
  const reached: string[] = [];
  const { connect } = net.Socket.prototype;
  const { lookup } = dns;
  net.Socket.prototype.connect = function spied(this: Socket, ...args: unknown[]) {
    // Named pipes and the like do not leave the machine.
    const [first] = args.flat();
    if (!(typeof first === "object" && first && "path" in first && first.path))
      reached.push("connect");
    return Reflect.apply(connect, this, args);
  } as typeof connect; // the same function, seen
  dns.lookup = ((...args: Parameters<typeof lookup>) => {
    reached.push("lookup");
    return lookup(...args);
  }) as typeof lookup;
  return {
    reached,
    [Symbol.dispose]() {
      net.Socket.prototype.connect = connect;
      dns.lookup = lookup;
    },
  };
}

const settle = (emitter: NodeJS.EventEmitter): Promise<unknown> =>
  new Promise((resolve, reject) => {
    emitter.once("connect", () => reject(new Error("it connected")));
    emitter.once("error", resolve);
  });

describe("S24 no egress", () => {
  it("S24 resolves nothing and connects nowhere, by any way out", async () => {
    using spy = spyOnNetwork();
    using trap = trapEgress([]);
    const ways: Readonly<Record<string, () => unknown>> = {
      "net.connect": () => settle(net.connect(80, "93.184.215.14")),
      "net.connect by name": () => settle(net.connect({ port: 80, host: "example.org" })),
      "new Socket": () => settle(new net.Socket().connect(9, "127.0.0.1")),
      "tls.connect": () => settle(tls.connect({ port: 443, host: "example.org" })),
      http2: () => settle(http2.connect("https://example.org")),
      fetch: () => fetch("https://example.org/"),
      "dns.lookup": () => dns.lookup("example.org", () => assert.fail("it resolved")),
      "dns.promises.lookup": () => dns.promises.lookup("example.org"),
      "dns.resolve4": () => dns.resolve4("example.org", () => assert.fail("it resolved")),
      "dns.promises.resolve": () => dns.promises.resolve("example.org"),
      Resolver: () => new dns.promises.Resolver().resolve4("example.org"),
      "dgram.send": () => dgram.createSocket("udp4").send("x", 53, "93.184.215.14"),
      WebSocket: () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket("wss://example.org/");
          socket.addEventListener("error", () => reject(new Error("refused")));
          socket.addEventListener("open", resolve);
        }),
    };
    for (const [name, way] of Object.entries(ways)) {
      const refused = trap.refused.length;
      const outcome = await Promise.resolve()
        .then(way)
        .catch((error: unknown) => error);
      assert.ok(outcome instanceof Error, `${name} was let through`);
      assert.ok(trap.refused.length > refused, `${name} did not meet the trap`);
    }
    assert.deepEqual(spy.reached, []);
  });

  it("S24 lets through what is on the list, and nothing else of it", async () => {
    using opened = new DisposableStack();
    const server = createServer((_, response) => response.end("here"));
    opened.defer(() => server.close());
    opened.defer(() => server.closeAllConnections());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // it listens on a port
    {
      using trap = trapEgress([`http://localhost:${port}`]);
      assert.equal(await (await fetch(`http://localhost:${port}/`)).text(), "here");
      await assert.rejects(fetch(`http://localhost:${port + 1}/`));
      assert.deepEqual(trap.refused.length > 0, true);
    }
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), "here");
  });

  it("S24 gives adapters and sources clients that reach the list alone", async () => {
    const trap = openTrap(0);
    const settings = { allow: ["http://models.intern:8080/v1"], noEgress: true, replySeconds: 30 };
    await using outbound = openOutbound(settings, trap);
    const named = outbound.fetchFor({ baseUrl: "https://api.public.test/v1" });
    await assert.rejects(named("https://api.public.test/v1/embeddings"), {
      code: "outbound.origin-refused",
    });
    await assert.rejects(outbound.fetchPublic("https://public.test/"), {
      code: "outbound.origin-refused",
    });
    assert.deepEqual([...trap.resolved, ...trap.connected], []);
  });

  it("S24 ingests and answers without a single attempt", async () => {
    using directory = makeTemporaryDirectory();
    using spy = spyOnNetwork();
    const { path } = directory;
    writeFileSync(join(path, "plumbline.yaml"), "outbound: { noEgress: true }\n");
    writeFileSync(join(path, "leave.md"), "# Leave\n\nParental leave lasts 26 weeks.\n");
    writeFileSync(join(path, "pay.html"), "<h1>Pay</h1><p>Pay day is the 25th.</p>");
    const loaded = await loadConfig({ workingDirectory: path, environment: {} });
    {
      await using app = await openApp({ loaded, workingDirectory: path });
      const input = { path: ".", collection: "docs", include: ["*.md", "*.html"] };
      for await (const event of app.ingest(input)) assert.notEqual(event.type, "document-rejected");
      const answer = await app.ask(undefined, { question: "How long does parental leave last?" });
      assert.match(answer.text, /26 weeks/);
    }
    assert.deepEqual(spy.reached, []);
  });
});
