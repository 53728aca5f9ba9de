// Tables of figures: as the page brings them, or read off what is drawn.

// Gives rows of plain cells from an option: one line a category where all series share them, else one line a point.
export function pivot(option) {
  const named = option.series.filter((one) => one.name && one.data?.length && one.type !== "custom");
  const axes = [...(option.xAxis ?? []), ...(option.yAxis ?? [])];
  const categories = axes.filter((axis) => axis.type === "category" && axis.data?.length);
  const full = categories.length === 1 ? named.filter((one) => one.data.length === categories[0].data.length) : [];
  if (full.length) {
    const rows = categories[0].data.map((head, place) => [plain(head), ...full.map((one) => value(one.data[place]))]);
    return [["", ...full.map((one) => one.name)], ...rows.filter((row) => row.slice(1).some((cell) => cell !== ""))];
  }
  return option.series.flatMap((one) => (one.data ?? []).map((point) => [one.name ?? "", name(point), ...values(point)]))
    .filter((row) => row.length > 2);
}

const raw = (point) => (point !== null && typeof point === "object" && !Array.isArray(point) ? point.value : point);
const plain = (head) => (head !== null && typeof head === "object" ? head.value : head);
const name = (point) => (point !== null && typeof point === "object" && !Array.isArray(point) ? point.name ?? "" : "");
const values = (point) => [raw(point)].flat().filter((part) => part !== undefined && part !== null);

function value(point) {
  const found = raw(point);
  const last = Array.isArray(found) ? found.at(-1) : found;
  return last === undefined || last === null || last === "-" ? "" : last;
}

// Makes a table of rows of cells, the first its head.
export function grid(rows) {
  const table = document.createElement("table");
  const [head, ...body] = rows.length && rows[0][0] === "" ? rows : [null, ...rows];
  if (head) table.createTHead().append(line(head, "th"));
  const place = table.createTBody();
  for (const row of body) place.append(line(row, "td"));
  return table;
}

function line(row, kind) {
  const found = document.createElement("tr");
  row.forEach((cell, place) => {
    const made = document.createElement(place ? kind : kind === "th" ? "td" : "th");
    if (made.tagName === "TH") made.scope = place ? "col" : "row";
    const number = typeof cell === "number";
    made.textContent = number ? String(Number(cell.toPrecision(6))) : cell;
    if (number || (kind === "th" && place)) made.className = "num";
    if (number) made.dataset.value = cell;
    found.append(made);
  });
  return found;
}

// A cell that a spreadsheet would take for a formula is written as text.
export function csv(table) {
  const cell = (one) => {
    const exact = one.dataset.value ?? one.querySelector("[data-value]")?.dataset.value;
    const text = (exact ?? one.textContent).trim().replace(/\s+/g, " ");
    const safe = exact === undefined && /^[=+@\t-]/.test(text) && !/^[+-]?[\d.,]+ ?%?$/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  };
  return "\ufeff" + [...table.rows].map((row) => [...row.cells].map(cell).join(",")).join("\r\n") + "\r\n";
}
