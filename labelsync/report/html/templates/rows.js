"use strict";

// The rows of the page's JSON as columns of numbers: a text stands once, and 100,000 rows take a few megabytes.

const COLUMNS = ["account", "action", "label", "contact", "file", "line", "note", "outcome"];

function unpacked(told) {
  const count = told.groups.reduce((sum, group) => sum + group[3].length, 0);
  const at = Object.fromEntries(COLUMNS.map((name) => [name, new Int32Array(count)]));
  let row = 0;
  for (const group of told.groups) {
    const length = group[3].length;
    COLUMNS.forEach((name, place) => fill(at[name], row, length, group[place]));
    row += length;
  }
  return { count, at, words: told, low: {} };
}

function fill(column, from, length, numbers) {
  if (Array.isArray(numbers)) column.set(numbers, from);
  else column.fill(numbers, from, from + length);
}

function textOf(rows, key, row) {
  if (key === "called") return rows.words.called[rows.at.contact[row]] ?? "";
  if (key === "place") return placeOf(rows.words.file, rows, row);
  return rows.words[key][rows.at[key][row]];
}

function placeOf(files, rows, row) {
  const line = rows.at.line[row];
  const file = files[rows.at.file[row]];
  return line ? `${file}:${line}` : file;
}

function lowered(rows, name) {
  rows.low[name] ??= rows.words[name].map((word) => word.toLowerCase());
  return rows.low[name];
}

// Which numbers of a column stand for a text with the term in it.
function marked(rows, name, term) {
  return Uint8Array.from(lowered(rows, name), (word) => (word.includes(term) ? 1 : 0));
}

// Every term must be somewhere in the row: in one of its texts, or in its place.
function holds(rows, term) {
  const fields = ["account", "action", "label", "contact", "note", "outcome"];
  const marks = fields.map((name) => [rows.at[name], marked(rows, name, term)]);
  if (rows.words.called.length) marks.push([rows.at.contact, marked(rows, "called", term)]);
  const files = lowered(rows, "file");
  return (row) =>
    marks.some(([numbers, mark]) => mark[numbers[row]]) || placeOf(files, rows, row).includes(term);
}

function sieved(rows, order, terms, only) {
  const tests = terms.map((term) => holds(rows, term));
  for (const [key, number] of only) tests.push((row) => rows.at[key][row] === number);
  return tests.length ? order.filter((row) => tests.every((test) => test(row))) : order;
}

// For each number of a column its text's place among all texts of the column; what reads alike has one place.
function ranks(words) {
  const order = Array.from(words, (_, number) => number);
  order.sort((one, other) => (words[one] < words[other] ? -1 : words[one] > words[other] ? 1 : 0));
  const rank = new Int32Array(words.length);
  let place = 0;
  order.forEach((number, index) => {
    if (index && words[number] !== words[order[index - 1]]) place += 1;
    rank[number] = place;
  });
  return rank;
}

function comparison(rows, key) {
  const { at, words } = rows;
  if (key !== "place") {
    const numbers = key === "called" ? at.contact : at[key];
    const rank = ranks(words[key]);
    return (one, other) => rank[numbers[one]] - rank[numbers[other]];
  }
  const rank = ranks(words.file);
  return (one, other) => rank[at.file[one]] - rank[at.file[other]] || at.line[one] - at.line[other];
}

// The rows by a column; those that are alike keep the order of the plan.
function sorted(rows, key, direction) {
  const order = Uint32Array.from({ length: rows.count }, (_, row) => row);
  if (!direction) return order;
  const compared = comparison(rows, key);
  return order.sort((one, other) => direction * compared(one, other) || one - other);
}
