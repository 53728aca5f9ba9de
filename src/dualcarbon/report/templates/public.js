// Draws the figures when they come into sight, saves them and the tables, changes the language. Nothing is fetched.
const drawn = new Map();
const narrow = () => window.matchMedia("(max-width: 560px)").matches;

function draw(element) {
  if (drawn.has(element) || element.closest("[hidden]")) return drawn.get(element);
  element.style.height = (narrow() ? element.dataset.tall : element.dataset.height) + "px";
  const chart = echarts.init(element, null, { renderer: "canvas" });
  chart.setOption(JSON.parse(document.getElementById(element.dataset.option).textContent));
  drawn.set(element, chart);
  return chart;
}

function save(name, data, kind) {
  const link = document.createElement("a");
  link.href = String(data).startsWith("data:") ? data : URL.createObjectURL(new Blob([data], { type: kind }));
  link.download = name;
  link.click();
}

function svg(chart) {
  const size = { renderer: "svg", ssr: true, width: chart.getWidth(), height: chart.getHeight() };
  const again = echarts.init(null, null, size);
  again.setOption({ ...chart.getOption(), animation: false });
  const text = again.renderToSVGString();
  again.dispose();
  return text;
}

function cell(place) {
  const raw = place.querySelector("[data-value]")?.dataset.value ?? place.textContent;
  const text = raw.trim();
  const harmless = /^[=+\-@]/.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

function csv(table) {
  return "\ufeff" + [...table.rows].map((row) => [...row.cells].map(cell).join(",")).join("\r\n") + "\r\n";
}

async function take(name) {
  const packed = atob(document.querySelector(`[data-file="${name}"]`).textContent);
  const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  save(`${name}.csv`, await new Response(plain).blob(), "text/csv");
}

const chart = (figure) => draw(figure.querySelector(".chart"));
const SAVED = {
  svg: (figure) => save(`${figure.dataset.name}.svg`, svg(chart(figure)), "image/svg+xml"),
  png: (figure) => save(`${figure.dataset.name}.png`, chart(figure).getDataURL({ pixelRatio: 2, backgroundColor: "#fff" })),
  csv: (figure) => save(`${figure.dataset.name}.csv`, csv(figure.querySelector("table")), "text/csv"),
};

const editions = [...document.querySelectorAll("[data-edition]")];

function speak(lang) {
  for (const one of editions) one.hidden = one.dataset.edition !== lang;
  const shown = editions.find((one) => !one.hidden);
  document.documentElement.lang = shown.lang;
  document.title = shown.dataset.title;
  for (const element of shown.querySelectorAll(".chart")) seen.observe(element);
}

function wanted() {
  const named = location.hash.slice(1, 3);
  const known = editions.map((one) => one.dataset.edition);
  const own = navigator.language.slice(0, 2);
  return [named, own, known[0]].find((lang) => known.includes(lang));
}

const seen = new IntersectionObserver(
  (found) => found.filter((one) => one.isIntersecting).forEach((one) => draw(one.target)),
  { rootMargin: "400px" },
);

document.addEventListener("click", (event) => {
  const speaks = event.target.closest("[data-speak]");
  if (speaks) {
    history.replaceState(null, "", `#${speaks.dataset.speak}`);
    speak(speaks.dataset.speak);
    document.querySelector(`[data-edition=${speaks.dataset.speak}] [data-speak=${speaks.dataset.speak}]`).focus();
  }
  const saves = event.target.closest("[data-save]");
  if (saves) SAVED[saves.dataset.save](saves.closest("figure"));
  const table = event.target.closest("[data-table]");
  if (table) take(table.dataset.table);
});
window.addEventListener("beforeprint", () => document.querySelectorAll(".chart").forEach(draw));
let waiting;
window.addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => drawn.forEach((one) => one.resize()), 80);
});
document.fonts.load("14px DualcarbonSans").then(() => document.fonts.load("bold 14px DualcarbonSans")).finally(() => {
  speak(wanted());
  const at = document.getElementById(location.hash.slice(1));
  if (at) at.scrollIntoView();
  document.documentElement.dataset.ready = "yes";
});
