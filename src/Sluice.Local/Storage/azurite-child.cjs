// Runs Azurite as a child of Sluice: node azurite-child.cjs <azurite.js> <Azurite's own options>.
//
// It ends when no process uses it any more: when its standard input has ended, which is the starter's, and when no other process holds a
// connection to the port for users. Both also end when those processes are killed, so no Azurite is left behind, and Azurite always gets to
// write its state to disk. On a terminal Ctrl+C reaches this process too: it is not heeded, because Sluice has requests to finish first.
"use strict";

const Module = require("node:module");
const net = require("node:net");

// Telemetry is off, so Azurite never calls this package. To load it takes longer than to load all the rest.
const load = Module._load;
Module._load = (name, ...context) => (name === "applicationinsights" ? {} : load(name, ...context));

const once = process.once;
process.once = (event, listener) => (event === "SIGINT" ? process : once.call(process, event, listener));
process.on("SIGINT", () => {});

// Nobody may be there to read what Azurite says while it ends.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

// Its state is on disk when its three services say that they are closed. What may keep Node.js running for many seconds more is an
// idle connection.
const log = console.log;
let services = 3;
console.log = (...words) => {
  log(...words);
  if (String(words[0]).endsWith("service successfully closed") && --services === 0) {
    setImmediate(() => process.exit(0));
  }
};

const users = new Set();
let isStarterThere = true;

const port = net.createServer((user) => {
  users.add(user);
  user.on("error", () => {});
  user.on("close", () => {
    users.delete(user);
    endIfUnused();
  });
  user.resume();

  // A process uses Azurite once it has read this. A connection alone proves nothing: it may wait at the port while Azurite ends.
  user.write("in\n");
});
port.listen(0, "127.0.0.1", () => log(`Users connect to port ${port.address().port}`));

process.stdin.on("end", () => {
  isStarterThere = false;
  if (users.size > 0) {
    log("Others use it");
  }

  endIfUnused();
});
process.stdin.resume();

function endIfUnused() {
  if (isStarterThere || users.size > 0) {
    return;
  }

  port.close();
  if (process.listenerCount("SIGTERM") === 0) {
    process.exit(0);
  }

  process.emit("SIGTERM");
}

process.argv.splice(1, 1);
require(process.argv[1]);
