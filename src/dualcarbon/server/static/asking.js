// What pages share that ask while something is moved: one question on its way at a time, the latest wins; the state stands in the address.

// Gives what asks: while a question is on its way another one waits, and of those that wait only the last is asked.
export function latest(answer) {
  let asking = false;
  let waiting = false;
  return async function ask() {
    waiting = true;
    if (asking) return;
    asking = true;
    try {
      while (waiting) {
        waiting = false;
        await answer();
      }
    } finally {
      asking = false;
    }
  };
}

// Gives an answer, or the faults for which there is none: those that the server tells, else in a sentence of the page's own.
export async function answered(address) {
  const { unanswered, unreachable } = document.getElementById("derivation").dataset;
  let [ok, text] = [false, ""];
  try {
    const answer = await fetch(address);
    [ok, text] = [answer.ok, await answer.text()];
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { faults: [{ said: unreachable }] };
  }
  const given = ok ? plain(text) : null;
  if (given && given.faults?.length !== 0) return given;
  const said = sentences(text);
  return { faults: (said.length ? said : [unanswered]).map((one) => ({ said: one })) };
}

function plain(text) {
  try {
    const given = JSON.parse(text);
    return given instanceof Object ? given : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

// What a server refuses it tells on a page.
function sentences(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  return [...page.querySelectorAll(".faults li")].map((one) => one.textContent);
}

// Gives an answer; where there is none, the page tells why in its place for faults, and what it shows is as it was.
export async function asked(address) {
  const place = document.querySelector("[data-fault]");
  const given = await answered(address);
  place.textContent = (given.faults ?? []).map(({ said }) => said).join(" ");
  place.hidden = !given.faults;
  return given.faults ? null : given;
}

// Puts the state into the address, and into that of the page in the other language.
export function remember(state) {
  history.replaceState(null, "", `?${state}`);
  const link = document.querySelector("header a.lang");
  if (link) link.search = location.search;
}

// An address of which something was left out becomes that of what stands.
const above = document.querySelector("[data-stands]");
if (above) remember(above.dataset.stands);
