'use strict';

const { configureGlobal } = require('fast-check');

// The title of a property test holds its seed, and Stryker finds the tests of a mutant by their titles in its first run.
configureGlobal({ seed: 1 });
