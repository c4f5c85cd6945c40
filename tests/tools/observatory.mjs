// Grades a site of this machine as Mozilla's HTTP Observatory does, by its own code: fetched,
// judged and scored there. Standard input: {"host", "http", "https"}, the name and the two ports
// that stand for 80 and 443. Standard output: {scan, tests}.
import fs from "node:fs";
import http from "node:http";
import https from "node:https";

let told = "";
for await (const part of process.stdin) told += part;
const site = JSON.parse(told);

// The name leads to this machine.
for (const [module, port] of [
  [http, site.http],
  [https, site.https],
]) {
  const connect = module.Agent.prototype.createConnection;
  module.Agent.prototype.createConnection = function (options, ...more) {
    const there = { ...options, host: "127.0.0.1", port, servername: site.host };
    return connect.call(this, there, ...more);
  };
}

// What the package would download when it is installed: the names that browsers know beforehand to
// be https. Ours is none of them.
const read = fs.readFileSync;
fs.readFileSync = (path, ...more) =>
  String(path).endsWith("hsts-preload.json") ? "{}" : read(path, ...more);

const { scan } = await import("@mdn/mdn-http-observatory/src/scanner/index.js");
process.stdout.write(JSON.stringify(await scan(site.host)), () => process.exit(0));
