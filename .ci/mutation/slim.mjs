import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Rewrites Stryker's incremental file with what its next run reads, an item on a line. The rest makes the file ten times
 * as large, and holds paths of the machine.
 */
export const slim = (file) => {
  const { schemaVersion, thresholds, files, testFiles } = JSON.parse(readFileSync(file, 'utf8'));
  const needed = new Set();

  const slimFiles = Object.entries(files).map(([name, { language, source, mutants }]) => {
    // Stryker finds out anew which mutants are excused.
    const tried = mutants.filter(({ status }) => status !== 'Ignored');
    const slimMutants = tried.map(({ id, mutatorName, replacement, status, location, killedBy, coveredBy }) => {
      // A killed mutant stays killed as long as its killer is there; a survivor is tried again when it is given a test.
      const tests = status === 'Killed' ? { killedBy } : { coveredBy };
      for (const test of Object.values(tests).flat()) needed.add(test);
      return { id, mutatorName, replacement, status, location, ...tests };
    });
    return [name, { language, source, mutants: slimMutants }];
  });
  const slimTestFiles = Object.entries(testFiles).flatMap(([name, { source, tests }]) => {
    const slimTests = tests.filter(({ id }) => needed.has(id));
    return slimTests.length > 0 ? [[name, { source, tests: slimTests }]] : [];
  });

  const report = {
    schemaVersion,
    thresholds,
    files: Object.fromEntries(slimFiles.toSorted(byName)),
    testFiles: Object.fromEntries(slimTestFiles.toSorted(byName)),
  };
  writeFileSync(file, `${JSON.stringify(report, null, 1).replaceAll(/\n {5,}|\n {4}(?=\})/g, '')}\n`);
};

const byName = ([one], [other]) => (one < other ? -1 : 1);
