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

// Gives an answer; where there is none, the page tells in its place for faults that what it shows is as it was.
export async function asked(address) {
  const place = document.querySelector("[data-fault]");
  const { unanswered, unreachable } = document.getElementById("derivation").dataset;
  let [given, said] = [null, ""];
  try {
    const answer = await fetch(address);
    if (answer.ok) given = await answer.json();
    else said = unanswered;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    said = unreachable;
  }
  place.textContent = said;
  place.hidden = !said;
  return given;
}

// Puts the state into the address, and into that of the page in the other language.
export function remember(state) {
  history.replaceState(null, "", `?${state}`);
  const link = document.querySelector("header a.lang");
  if (link) link.search = location.search;
}
