// What every page does: draws its charts when they come into sight, and opens how a number came.
import { csv, grid, rows } from "./tables.js";

// A chart measures its texts when it is drawn: where the letters come from the server, it waits for them, but not for long.
const PATIENCE = 1000; // ms
if (document.querySelector(".chart")) {
  const letters = document.documentElement.lang === "en" ? "a" : "a碳";
  const coming = ["13px", "bold 13px"].map((size) => document.fonts.load(`${size} DualcarbonSans`, letters));
  await Promise.race([Promise.allSettled(coming), new Promise((late) => setTimeout(late, PATIENCE))]);
}

const charts = new Map();
const options = new Map(); // what each was drawn of, and what was changed of it since
const SLIM = 560; // px; a figure up to this width is laid out for a telephone
const narrow = () => window.matchMedia(`(max-width: ${SLIM}px)`).matches;
const slim = (element) => (element.clientWidth ? element.clientWidth <= SLIM : narrow());

export function draw(element, option) {
  let chart = charts.get(element);
  if (!chart) {
    chart = echarts.init(element, null, { renderer: "canvas" });
    charts.set(element, chart);
  }
  options.set(element, { option, change: {} });
  anew(element);
  retold(element.closest("figure"));
  return chart;
}

function anew(element) {
  const { option, change } = options.get(element);
  charts.get(element).setOption(option, { notMerge: true, lazyUpdate: false });
  if (Object.keys(change).length) charts.get(element).setOption(change);
}

// Changes parts of a chart, each as a whole; what is not there stays.
draw.change = (element, given) => {
  const chart = mounted(element);
  const change = Object.fromEntries(Object.entries(given).filter(([, part]) => part !== undefined));
  Object.assign(options.get(element).change, change);
  chart.setOption(change);
};

draw.axis = (element) => charts.get(element).getModel().getComponent("yAxis").axis.scale.getExtent()[1];
draw.chart = (element) => mounted(element);
draw.table = (figure) => retold(figure);

// A chart in sight is drawn; one that is asked for before that is drawn at once.
function mounted(element) {
  if (!charts.has(element) && element.dataset.option) {
    draw(element, JSON.parse(document.getElementById(element.dataset.option).textContent));
  }
  return charts.get(element);
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) { seen.unobserve(target); mounted(target); }
  }
}, { rootMargin: "400px" });

const sized = new ResizeObserver((entries) => {
  for (const { target } of entries) { tall(target); fitted(target); }
});

// A chart keeps what the other layout has said; one that goes from one to the other is drawn anew.
function fitted(element) {
  const chart = charts.get(element);
  if (!chart) return;
  const was = chart.getWidth() <= SLIM;
  chart.resize();
  if (was !== chart.getWidth() <= SLIM) anew(element);
}

// Letters that come after all are drawn; the chart keeps the widths of texts by the name of their font, so that it gets another.
document.fonts.addEventListener("loadingdone", () => {
  for (const [element, { option }] of options) {
    const { textStyle } = option.baseOption ?? option;
    textStyle.fontFamily = `DualcarbonSans, ${textStyle.fontFamily}`;
    anew(element);
  }
});

function tall(element) {
  const height = (slim(element) ? element.dataset.tall : element.dataset.height) + "px";
  if (element.style.height !== height) element.style.height = height;
}

export function mount(root) {
  for (const element of root.querySelectorAll(".chart[data-option]")) {
    tall(element);
    sized.observe(element);
    seen.observe(element);
  }
}

// How a number came: a drawer with a path of the numbers that were followed.
const dialog = document.getElementById("derivation");
const walked = [];

async function open(key) {
  const { lang, study, run } = document.body.dataset;
  const text = document.getElementById("derivation-text");
  text.setAttribute("aria-busy", "true");
  if (!dialog.open) { walked.length = 0; dialog.showModal(); }
  if (walked.at(-1) !== key) walked.push(key);
  trail();
  say(text, dialog.dataset.loading);
  try {
    const answer = await fetch(`/${lang}/${study}/derivation?${new URLSearchParams({ key, run, ...put() })}`);
    if (walked.at(-1) === key) text.innerHTML = await answer.text();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    say(text, dialog.dataset.unreachable);
  }
  text.setAttribute("aria-busy", "false");
}

function say(place, sentence) {
  const said = document.createElement("p");
  said.textContent = sentence;
  place.replaceChildren(said);
}

function trail() {
  const steps = walked.map((key, place) => {
    const item = document.createElement("li");
    const step = document.createElement(place < walked.length - 1 ? "button" : "span");
    step.textContent = key;
    if (place < walked.length - 1) { step.type = "button"; step.dataset.back = place; step.className = "n"; }
    item.append(step);
    return item;
  });
  const list = document.getElementById("derivation-trail");
  list.replaceChildren(...(walked.length > 1 ? steps : []));
}

// What can be taken from a figure.
function save(name, data, kind) {
  const link = document.createElement("a");
  const made = data.startsWith("data:") ? "" : URL.createObjectURL(new Blob([data], { type: kind }));
  link.href = made || data;
  link.download = name;
  link.click();
  if (made) setTimeout(() => URL.revokeObjectURL(made), 1000);
}

function svg(chart) {
  const size = { renderer: "svg", ssr: true, width: chart.getWidth(), height: chart.getHeight() };
  const drawn = echarts.init(null, null, size);
  drawn.setOption({ ...chart.getOption(), animation: false, backgroundColor: "#fff" });
  const text = drawn.renderToSVGString();
  drawn.dispose();
  return text.replaceAll('dominant-baseline="central"', 'dy="0.35em"'); // which more programs know
}

const chartOf = (figure) => mounted(figure.querySelector(".chart"));
const tableOf = (figure) => {
  const place = figure.querySelector(".table");
  return place.querySelector("table") && !place.matches("[data-drawn]") ? place.querySelector("table") : readOff(figure);
};

function readOff(figure) {
  const drawn = chartOf(figure).getOption();
  return grid(rows(drawn, options.get(figure.querySelector(".chart")).option.table));
}

const SAVED = {
  svg: (figure) => save(`${figure.id}.svg`, svg(chartOf(figure)), "image/svg+xml"),
  png: (figure) => save(`${figure.id}.png`, chartOf(figure).getDataURL({ pixelRatio: 2, backgroundColor: "#fff" })),
  csv: (figure) => save(`${figure.id}.csv`, csv(tableOf(figure)), "text/csv"),
};

// Puts a figure into the report, in the state in which it is shown: its year, or the scenario with its levers where they stand.
async function added(button) {
  if (button.getAttribute("aria-disabled")) return;
  const figure = button.closest("figure");
  const place = document.getElementById(`${figure.id}-added`);
  const { lang, study } = document.body.dataset;
  button.disabled = true;
  try {
    const headers = { "Content-Type": "application/json" };
    const asked = { method: "POST", headers, body: JSON.stringify(state(figure)) };
    const answer = await fetch(`/${lang}/${study}/report/figures`, asked);
    const given = await answer.json().catch(() => ({ faults: [answer.statusText] }));
    told(place, given);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    told(place, { faults: [dialog.dataset.unreachable] });
  }
  button.disabled = false;
  button.focus();
}

function told(place, given) {
  place.classList.toggle("fault", Boolean(given.faults));
  if (given.faults) { place.textContent = given.faults.join(" "); return; }
  const link = document.createElement("a");
  link.href = given.lead;
  link.textContent = given.said;
  place.replaceChildren(link);
}

function state(figure) {
  const found = { figure: figure.id };
  const year = figure.closest("[data-year]")?.dataset.year;
  if (year) found.year = Number(year);
  if (!("moves" in figure.dataset)) return found;
  const { scenario, compare } = figure.closest("[data-scenario]").dataset;
  found.scenario = scenario;
  if (compare) found.beside = compare;
  found.levers = Object.fromEntries(Object.entries(put()).map(([key, value]) => [key.slice(2), Number(value)]));
  return found;
}

// Where the address puts levers.
function put() {
  return Object.fromEntries([...new URLSearchParams(location.search)].filter(([key]) => key.startsWith("m.")));
}

// Shows the table of a figure; one that the page does not bring is read off what is drawn.
function toggled(button) {
  const figure = button.closest("figure");
  const place = document.getElementById(button.getAttribute("aria-controls"));
  place.hidden = !place.hidden;
  button.setAttribute("aria-expanded", String(!place.hidden));
  if (!place.hidden && !place.querySelector("table")) place.dataset.drawn = "";
  retold(figure);
}

function retold(figure) {
  const place = figure?.querySelector(".table[data-drawn]");
  if (!place || place.hidden) return;
  const box = document.createElement("div");
  box.className = "scroll";
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", figure.querySelector(".chart").getAttribute("aria-label"));
  box.append(readOff(figure));
  place.replaceChildren(box);
}

document.addEventListener("click", (event) => {
  const number = event.target.closest("[data-key]");
  if (number) { event.preventDefault(); open(number.dataset.key); }
  const back = event.target.closest("[data-back]");
  if (back) {
    const key = walked[Number(back.dataset.back)];
    walked.length = Number(back.dataset.back);
    open(key);
  }
  const wanted = event.target.closest("[data-save]");
  if (wanted) SAVED[wanted.dataset.save](wanted.closest("figure"));
  const chosen = event.target.closest("[data-add]");
  if (chosen) added(chosen);
  const shown = event.target.closest("[data-table]");
  if (shown) toggled(shown);
  const lead = event.target.closest("a[href]");
  if (lead?.hash && lead.hash === location.hash) unfold();
  if (event.target === dialog) dialog.close();
});

// A stroke leads to the search, unless it is typed into something.
document.addEventListener("keydown", (event) => {
  const typed = event.target.closest("input, textarea, select, [contenteditable], [role=grid], dialog");
  if (event.key !== "/" || typed || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.getElementById("search").select();
});

// A file that is chosen by a button of the page's own is named beside it.
document.addEventListener("change", (event) => {
  const beside = event.target.type === "file" ? document.querySelector(`[data-named="${event.target.id}"]`) : null;
  if (beside) beside.textContent = event.target.files[0]?.name ?? "";
});

// Parts of a page are folded on a telephone, all but the one that the address names; the first stays open where nothing is above it.
const parts = [...document.querySelectorAll("details.group")];
const named = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));

function unfold() {
  const part = named()?.closest("details.group");
  if (part) part.open = true;
}

// The rail of a telephone shows the page that is open.
const rail = document.querySelector(".rail ol");
const current = rail?.querySelector("[aria-current]");
if (current && rail.scrollWidth > rail.clientWidth) rail.scrollLeft = current.offsetLeft - rail.offsetLeft - (rail.clientWidth - current.offsetWidth) / 2;

if (narrow()) {
  const above = document.querySelector("main .moving");
  for (const [place, part] of parts.entries()) part.open = place === 0 && !above;
}
unfold();
window.addEventListener("hashchange", unfold);
document.body.addEventListener("htmx:afterSwap", (event) => mount(event.detail.elt));
window.addEventListener("beforeprint", () => {
  for (const part of parts) part.open = true;
  for (const element of document.querySelectorAll(".chart[data-option]")) { mounted(element); fitted(element); }
});
mount(document);
document.documentElement.dataset.ready = "yes";
