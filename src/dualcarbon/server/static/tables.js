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

// Makes a table of rows of cells, the first its heads.
export function grid([heads, ...body]) {
  const table = document.createElement("table");
  table.createTHead().append(line(heads, "col"));
  const place = table.createTBody();
  for (const row of body) place.append(line(row, "row"));
  return table;
}

function line(row, scope) {
  const found = document.createElement("tr");
  row.forEach((cell, place) => {
    const head = scope === "col" || place === 0;
    const made = document.createElement(head ? "th" : "td");
    if (head) made.scope = scope;
    const number = typeof cell === "number";
    made.textContent = number ? String(Number(cell.toPrecision(6))) : cell ?? "";
    if (number || (scope === "col" && place)) made.className = "num";
    if (number) made.dataset.value = cell;
    found.append(made);
  });
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
