// What was changed of a table and is not saved yet: cells, new rows, rows to go; every step can be undone.
export class Changes {
  constructor() {
    this.cells = {};
    this.added = [];
    this.removed = [];
    this.was = {};
    this.past = [];
    this.future = [];
    this.named = 0;
  }

  get any() { return this.added.length > 0 || this.removed.length > 0 || Object.keys(this.cells).length > 0; }

  get counts() {
    const cells = Object.values(this.cells).reduce((sum, row) => sum + Object.keys(row).length, 0);
    return { cells, added: this.added.length, removed: this.removed.length };
  }

  // Does something as one step; gives the rows that it touched.
  step(what) {
    const before = this.state();
    what();
    if (this.state() === before) return [];
    this.past.push(before);
    this.future = [];
    return this.touched(before);
  }

  undo() { return this.go(this.past, this.future); }

  redo() { return this.go(this.future, this.past); }

  go(from, to) {
    if (!from.length) return [];
    const before = this.state();
    to.push(before);
    Object.assign(this, JSON.parse(from.pop()));
    return this.touched(before);
  }

  state() { return JSON.stringify({ cells: this.cells, added: this.added, removed: this.removed }); }

  touched(before) {
    const old = JSON.parse(before);
    const ids = (one) => [...Object.keys(one.cells), ...one.removed.map(String), ...one.added.map((row) => row.id)];
    return [...new Set([...ids(old), ...ids(this)])];
  }

  // Puts a text into a cell of a row as it is stored; what it was before is no change.
  put(row, column, text) {
    const fresh = this.added.find((one) => one.id === String(row.id));
    if (fresh) { fresh.values = { ...fresh.values, [column]: text }; return; }
    this.was[row.id] ??= row.stored;
    const mine = { ...this.cells[row.id], [column]: text };
    if ((row.stored[column] ?? "") === text) delete mine[column];
    if (Object.keys(mine).length) this.cells[row.id] = mine; else delete this.cells[row.id];
  }

  add(values = {}) {
    const id = `new${++this.named}`;
    this.added = [...this.added, { id, values }];
    return id;
  }

  // Takes a row away; one that is to go already stays after all.
  remove(row) {
    if (this.added.some((one) => one.id === String(row.id))) {
      this.added = this.added.filter((one) => one.id !== String(row.id));
    } else if (this.removed.includes(row.id)) {
      this.removed = this.removed.filter((line) => line !== row.id);
    } else {
      this.was[row.id] ??= row.stored;
      this.removed = [...this.removed, row.id];
    }
  }

  // What the server is sent.
  plain() {
    const gone = new Set(this.removed);
    const lines = Object.entries(this.cells).filter(([line]) => !gone.has(Number(line)));
    const cells = lines.flatMap(([line, row]) => Object.entries(row).map(([column, text]) => [Number(line), column, text]));
    const touched = new Set([...lines.map(([line]) => line), ...this.removed.map(String)]);
    const was = Object.fromEntries(Object.entries(this.was).filter(([line]) => touched.has(line)));
    return { cells, added: this.added.map((row) => row.values), removed: this.removed, was };
  }

  // The row of the page that the server means.
  row(named) {
    return typeof named === "string" ? this.added[Number(named.slice(1)) - 1]?.id : named;
  }

  // Moves what was changed onto the lines on which the rows stand now; those that are gone are left.
  moved(lines) {
    const over = (line) => lines[line] ?? null;
    this.cells = Object.fromEntries(Object.entries(this.cells).filter(([line]) => over(line) !== null).map(([line, row]) => [over(line), row]));
    this.removed = this.removed.map(over).filter((line) => line !== null);
    this.was = {};
    this.past = [];
    this.future = [];
  }
}

// The cells of text that a spreadsheet puts on the clipboard; a value in quotes may hold tabs and lines.
export function parted(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
  while (cell.lastIndex < text.length || rows[0].length === 0) {
    const [, quoted, bare, end] = cell.exec(text);
    rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === "") break;
    if (end !== "\t") {
      if (cell.lastIndex >= text.length) break;
      rows.push([]);
    }
  }
  return rows;
}
