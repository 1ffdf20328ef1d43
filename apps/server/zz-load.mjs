// apps/server/src/zz-load.ts
import autocannon from "autocannon";

// bench/process.ts
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
var TICKS_PER_SECOND = 100;
function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 1e3 / TICKS_PER_SECOND;
}
function pssMiB(pid) {
  const line = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
  return Number(line?.[1] ?? 0) / 1024;
}
async function freePort() {
  const server2 = createServer();
  await new Promise((resolve) => server2.listen(0, "127.0.0.1", resolve));
  const address = server2.address();
  await new Promise((resolve) => server2.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
async function startServer(args, env, port) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ["ignore", "ignore", "inherit"]
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (await answers(url)) return { pid: child.pid ?? 0, url, stop: () => stop(child) };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop(child);
  throw new Error("the server did not answer within a minute");
}
async function answers(url) {
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch {
    return false;
  }
}
async function stop(child) {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

// bench/book.ts
import { sql } from "kysely";
var LAUNCH = "2020-01-02";
var codeOf = (account) => `BE${String(account).padStart(4, "0")}`;
function weekdays(years) {
  const days2 = [];
  for (let day = 0; day < years * 365; day++) {
    const date = new Date(Date.parse(LAUNCH) + day * 864e5);
    if (date.getUTCDay() % 6 !== 0) days2.push(date.toISOString().slice(0, 10));
  }
  return days2;
}

// apps/server/src/zz-load.ts
var server = await startServer(["zz-serve.mjs"], { SMA_DATA_DIR: "/tmp/zz-data", SMA_LIMITS: "off", SMA_LOG_LEVEL: "silent" }, await freePort());
var cookie = `${process.env.COOKIE}=zz${server.pid}`;
console.log("pss at start", pssMiB(server.pid).toFixed(0));
var days = weekdays(5);
var of = (a, rest) => `/api/v1/portfolios/${codeOf(a)}${rest}`;
var reads = [
  ["list", () => "/api/v1/portfolios"],
  ["assets", (a, d) => of(a, `?date=${d}`)],
  ["holdings", (a, d) => of(a, `/holdings?date=${d}`)],
  ["periods", (a, d, b) => of(a, `/performance/periods?from=${b}&to=${d}`)],
  ["stages", (a, d) => of(a, `/performance/stages?period=since-inception&to=${d}`)],
  ["nav", (a, d) => of(a, `/performance/nav?period=since-inception&to=${d}`)],
  ["records", (a, d) => of(a, `/transactions?limit=1000&to=${d}`)]
];
var load = async (paths, connections, duration) => {
  const o = { url: server.url, connections, headers: { cookie }, requests: paths.map((path) => ({ method: "GET", path })) };
  await autocannon({ ...o, duration: 1 });
  const b = cpuMs(server.pid);
  const r = await autocannon({ ...o, duration });
  return `${((cpuMs(server.pid) - b) / r.requests.total).toFixed(3)} (p50 ${r.latency.p50} p99 ${r.latency.p99}, ${r.requests.total}, bad ${r.non2xx})`;
};
for (const [name, path] of reads) {
  const kept = await load([path(1, days[1300], days[1240])], 16, 2);
  const cold = name === "list" ? "" : await load(Array.from({ length: 4e3 }, (_, i) => {
    const d = 300 + i * 7 % (days.length - 300);
    return path(i * 13 % 200, days[d], days[d - 60]);
  }), 1, 4);
  console.log(name.padEnd(9), "kept", kept, "| cold", cold, "| pss", pssMiB(server.pid).toFixed(0));
}
await server.stop();
