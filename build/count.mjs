// Counts tests for build/test, each leaf once.
//   count.mjs go FILE                 reads `go test -json` on stdin, prints what failed, writes "PASSED FAILED" to FILE
//   count.mjs vitest REPORT           prints "PASSED FAILED"
//   count.mjs playwright REPORT FILE  prints what failed, writes "PASSED FAILED" to FILE
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [kind, file, out] = process.argv.slice(2);
const counters = { go: countGo, vitest: countVitest, playwright: countPlaywright };
await counters[kind]();

function countVitest() {
  const report = JSON.parse(readFileSync(file, "utf8"));
  // A file that does not load has no tests of its own to fail.
  const broken = report.testResults.filter((f) => f.status === "failed" && f.assertionResults.every((t) => t.status !== "failed"));
  console.log(report.numPassedTests, report.numFailedTests + broken.length);
}

function countPlaywright() {
  const { stats, errors, suites } = JSON.parse(readFileSync(file, "utf8"));
  const plain = (text) => text.replaceAll(/\u001b\[[0-9;]*m/g, "");
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  for (const error of errors) console.log(plain(error.stack ?? error.message ?? String(error)));
  for (const spec of suites.flatMap(specs).filter((s) => !s.ok)) {
    const bad = spec.tests.flatMap((t) => t.results).filter((r) => !["passed", "skipped"].includes(r.status));
    for (const result of bad) {
      console.log(`${spec.file}:${spec.line} ${spec.title}: ${result.status} after ${Math.round(result.duration / 1000)} s`);
      for (const error of result.errors) console.log(plain(error.message ?? error.stack ?? ""), plain(error.snippet ?? ""));
    }
  }
  writeFileSync(out, `${stats.expected} ${stats.unexpected + stats.flaky + errors.length}\n`);
}

async function countGo() {
  const outputs = new Map(); // what a test, package or build wrote, by its key
  const results = new Map(); // "pass", "fail" or "skip" of a test, by its key
  const packages = []; // packages that failed
  const key = (event) => [event.Package ?? event.ImportPath, event.Test ?? ""].join("\t");

  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.startsWith("{")) {
      console.log(line);
      continue;
    }
    const event = JSON.parse(line);
    const id = key(event);
    switch (event.Action) {
      case "output":
      case "build-output":
        outputs.set(id, (outputs.get(id) ?? "") + event.Output);
        break;
      case "build-fail":
        console.log(outputs.get(id) ?? "");
        break;
      case "pass":
      case "fail":
      case "skip":
        if (event.Test) results.set(id, event.Action);
        else if (event.Action === "fail") packages.push(event.Package);
        if (event.Action === "fail") console.log(outputs.get(id) ?? "");
        if (event.Action === "skip" && event.Test) console.log(`skipped: ${event.Package} ${event.Test}`);
        if (event.Test) outputs.delete(id);
        break;
    }
  }

  const parents = (wanted) => {
    const found = new Set();
    for (const [id, result] of results) {
      if (!wanted.includes(result)) continue;
      for (let at = id.lastIndexOf("/"); at > id.indexOf("\t"); at = id.lastIndexOf("/", at - 1)) found.add(id.slice(0, at));
    }
    return found;
  };
  const withChildren = parents(["pass", "fail", "skip"]);
  const withFailedChildren = parents(["fail"]);
  const all = [...results];
  const passed = all.filter(([id, result]) => result === "pass" && !withChildren.has(id)).length;
  const failedTests = all.filter(([id, result]) => result === "fail" && !withFailedChildren.has(id));
  // A package can fail without a failing test: it does not compile, it panics, its TestMain refuses.
  const failedAlone = packages.filter((name) => !failedTests.some(([id]) => id.startsWith(`${name}\t`)));
  const failed = failedTests.length + failedAlone.length;
  writeFileSync(file, `${passed} ${failed}\n`);
  process.exitCode = failed ? 1 : 0;
}
