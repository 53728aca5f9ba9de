// What every page does: draws its charts, and opens how a number came.
const charts = new Map();
const narrow = () => window.matchMedia("(max-width: 560px)").matches;

export function draw(element, option) {
  let chart = charts.get(element);
  if (!chart) {
    chart = echarts.init(element, null, { renderer: "canvas" });
    charts.set(element, chart);
  }
  chart.setOption(option, { notMerge: true, lazyUpdate: false });
  return chart;
}

draw.axis = (element) => charts.get(element).getModel().getComponent("yAxis").axis.scale.getExtent()[1];

function mount(root) {
  for (const element of root.querySelectorAll(".chart[data-option]")) {
    const source = document.getElementById(element.dataset.option);
    element.style.height = (narrow() ? element.dataset.tall : element.dataset.height) + "px";
    draw(element, JSON.parse(source.textContent));
  }
}

async function open(key) {
  const { lang, study, run } = document.body.dataset;
  const query = new URLSearchParams({ key, run });
  const answer = await fetch(`/${lang}/${study}/derivation?${query}`);
  const dialog = document.getElementById("derivation");
  document.getElementById("derivation-text").innerHTML = await answer.text();
  if (!dialog.open) dialog.showModal();
}

function save(name, data, kind) {
  const link = document.createElement("a");
  link.href = data.startsWith("data:") ? data : URL.createObjectURL(new Blob([data], { type: kind }));
  link.download = name;
  link.click();
}

function svg(chart) {
  const size = { renderer: "svg", ssr: true, width: chart.getWidth(), height: chart.getHeight() };
  const drawn = echarts.init(null, null, size);
  drawn.setOption({ ...chart.getOption(), animation: false });
  const text = drawn.renderToSVGString();
  drawn.dispose();
  return text;
}

function csv(table) {
  const cell = (c) => `"${(c.querySelector("[data-value]")?.dataset.value ?? c.textContent).trim().replaceAll('"', '""')}"`;
  return "\ufeff" + [...table.rows].map((row) => [...row.cells].map(cell).join(",")).join("\r\n") + "\r\n";
}

const SAVED = {
  svg: (figure) => save(`${figure.id}.svg`, svg(charts.get(figure.querySelector(".chart"))), "image/svg+xml"),
  png: (figure) => save(`${figure.id}.png`, charts.get(figure.querySelector(".chart")).getDataURL({ pixelRatio: 2, backgroundColor: "#fff" })),
  csv: (figure) => save(`${figure.id}.csv`, csv(figure.querySelector("table")), "text/csv"),
};

document.addEventListener("click", (event) => {
  const number = event.target.closest("[data-key]");
  if (number) open(number.dataset.key);
  const wanted = event.target.closest("[data-save]");
  if (wanted) SAVED[wanted.dataset.save](wanted.closest("figure"));
});
document.body.addEventListener("htmx:afterSwap", (event) => mount(event.detail.elt));
let waiting;
window.addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => charts.forEach((chart) => chart.resize()), 80);
});
mount(document);
document.documentElement.dataset.ready = "yes";
