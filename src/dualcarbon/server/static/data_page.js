// The list of files, and a workbook that is sent.
const narrow = window.matchMedia("(max-width: 1100px)");
const files = document.getElementById("files");
const chosen = files.querySelector("li [aria-current]");
if (!narrow.matches || !chosen) files.open = true;
chosen?.scrollIntoView({ block: "nearest" });

const form = document.getElementById("upload");
form?.addEventListener("change", () => {
  const [book] = form.querySelector("input").files;
  document.getElementById("book-name").textContent = book?.name ?? "";
  form.querySelector("button").disabled = !book;
});
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = document.getElementById("upload-said");
  const [book] = form.querySelector("input").files;
  const button = form.querySelector("button");
  button.disabled = true;
  said.textContent = "...";
  const answer = await fetch(`${form.dataset.to}?${new URLSearchParams({ name: book.name })}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: book });
  button.disabled = false;
  if (answer.ok) { location.assign((await answer.json()).page); return; }
  const told = new DOMParser().parseFromString(await answer.text(), "text/html");
  said.textContent = [...told.querySelectorAll(".faults li")].map((one) => one.textContent).join(" ");
});
