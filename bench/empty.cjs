// What a process costs that loads no package.
module.exports = {};
