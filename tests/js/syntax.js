// What stands in scripts, as JSON: node syntax.js ACORN FILE…
// functions: [file, first line, lines] of each; reads: the names of properties that are read; own: those that are made.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const [acorn, ...files] = process.argv.slice(2);
const { parse } = require(acorn);
const functions = [];
const reads = new Set();
const own = new Set();

function look(node, file) {
  const { start, end } = node.loc;
  if (/Function/.test(node.type)) functions.push([file, start.line, end.line - start.line + 1]);
  if (node.type === "MemberExpression" && !node.computed) reads.add(node.property.name);
  if (node.type === "ObjectPattern") node.properties.forEach((one) => one.key && reads.add(one.key.name));
  if (node.type === "ArrayExpression") node.elements.forEach((one) => one && typeof one.value === "string" && reads.add(one.value));
  if (node.type === "AssignmentExpression" && node.left.property && !node.left.computed) own.add(node.left.property.name);
  if (node.type === "MethodDefinition") own.add(node.key.name);
  for (const value of Object.values(node)) {
    for (const child of [].concat(value)) if (child && child.type && child.loc) look(child, file);
  }
}

for (const file of files) {
  look(parse(fs.readFileSync(file, "utf8"), { ecmaVersion: 2018, locations: true }), path.basename(file));
}
process.stdout.write(JSON.stringify({ functions, reads: Array.from(reads), own: Array.from(own) }));
