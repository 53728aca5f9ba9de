// Tables of figures: as the page brings them, or as the option of the figure tells: whole, or read off what is drawn.

// Gives rows of plain cells, the first the heads; each column of a table that is read off is the sum of some series.
export function rows(option, { heads, rows: whole, columns }) {
  if (whole) return [heads, ...whole];
  const read = option.xAxis[0].data.map((name, at) => [name, ...columns.map((places) => sum(places.map((place) => value(option.series[place].data[at]))))]);
  return [heads, ...read.filter(([, ...cells]) => cells.some((cell) => cell !== null))];
}

function value(point) {
  const found = point !== null && typeof point === "object" ? point.value : point;
  return typeof found === "number" ? found : null;
}

const sum = (values) => (values.includes(null) ? null : values.reduce((whole, one) => whole + one, 0));

// Makes a table of rows of cells, the first its heads; a head stands over its numbers as they do.
export function grid([heads, ...body]) {
  const table = document.createElement("table");
  const numbers = heads.map((_, place) => body.some((row) => typeof row[place] === "number"));
  table.createTHead().append(line(heads.map((head, place) => made("th", head, { scope: "col", number: numbers[place] }))));
  const place = table.createTBody();
  for (const [name, ...cells] of body) place.append(line([made("th", name, { scope: "row" }), ...cells.map((cell) => made("td", cell))]));
  return table;
}

function made(kind, cell, { scope, number = typeof cell === "number" } = {}) {
  const found = document.createElement(kind);
  if (scope) found.scope = scope;
  if (number) found.className = "num";
  found.textContent = typeof cell === "number" ? String(Number(cell.toPrecision(6))) : cell ?? "";
  if (typeof cell === "number") found.dataset.value = cell;
  return found;
}

function line(cells) {
  const found = document.createElement("tr");
  found.append(...cells);
  return found;
}

// What is a number goes out whole, in the unit of its head; a cell that a spreadsheet would take for a formula is written as text.
export function csv(table) {
  const cell = (one) => {
    const exact = one.dataset.value ?? one.querySelector("[data-value]")?.dataset.value;
    const text = (exact ?? one.textContent).trim().replace(/\s+/g, " ");
    const safe = exact === undefined && /^[=+@\t-]/.test(text) && !/^[+-]?[\d.,]+ ?%?$/.test(text) ? `'${text}` : text;
    const unit = one.dataset.unit ? ` (${one.dataset.unit})` : "";
    return `"${safe.replaceAll('"', '""')}${unit}"`;
  };
  return "\ufeff" + [...table.rows].map((row) => [...row.cells].map(cell).join(",")).join("\r\n") + "\r\n";
}
