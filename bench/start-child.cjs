// Requires one module in a fresh process, and tells the parent what that took and which files were loaded.
const before = process.cpuUsage();
const start = performance.now();
require(process.argv[2]);
const ms = performance.now() - start;
process.send({ ms, cpu: process.cpuUsage(before), loaded: Object.keys(require.cache) }, () => process.disconnect());
