// Runs Azurite as a child of Sluice: node azurite-child.cjs <azurite.js> <Azurite's own options>.
//
// It ends when its standard input does. That happens when Sluice closes it, and also when Sluice is killed, so no Azurite is left
// behind, and each time Azurite gets to write its state to disk. On a terminal Ctrl+C reaches this process too: it is not heeded,
// because Sluice has requests to finish first.
"use strict";

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

process.stdin.on("end", () => {
  if (process.listenerCount("SIGTERM") === 0) {
    process.exit(0);
  }

  process.emit("SIGTERM");
});
process.stdin.resume();

process.argv.splice(1, 1);
require(process.argv[1]);
