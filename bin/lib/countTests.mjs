// Reads the JSON report of jest or Playwright and prints "<passed> <failed>".
// A report without a test counts as one failure: a run that tested nothing proves nothing.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));

function count() {
  if (report.stats) {
    const { expected, unexpected, flaky, skipped } = report.stats;
    return [expected, unexpected + flaky + skipped + report.errors.length];
  }
  return [
    report.numPassedTests,
    report.numFailedTests +
      report.numPendingTests +
      report.numRuntimeErrorTestSuites,
  ];
}

const [passed, failed] = count();
process.stdout.write(passed + failed === 0 ? '0 1\n' : `${passed} ${failed}\n`);
