// Renews the page while it is looked at, and tells times by the reader's own clock on hover.
// Without it everything is there too.
"use strict";

const EVERY_MS = 15_000;

function tellTimes(root) {
  const form = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "medium",
    timeStyle: "long",
  });
  for (const time of root.querySelectorAll("time")) {
    const own = `${form.format(new Date(time.dateTime))} (${document.body.dataset.yours})`;
    time.title = time.title ? `${time.title} · ${own}` : own;
  }
}

function takeOver(text) {
  const next = new DOMParser().parseFromString(text, "text/html");
  const main = next.querySelector("main");
  if (!main) return;
  // The sentence stays in its place, so that a screen reader hears that it has changed.
  const said = document.getElementById("sentence");
  const says = main.querySelector("#sentence");
  tellTimes(main);
  if (said && says) {
    const words = says.textContent;
    says.replaceWith(said);
    if (said.textContent !== words) said.textContent = words;
  }
  document.querySelector("main").replaceWith(main);
  document.title = next.title;
  document.body.className = next.body.className;
}

async function renew() {
  if (document.hidden || document.activeElement?.closest("main .scroll")) return;
  try {
    const answer = await fetch(location.href, { cache: "no-cache", signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) return;
    const text = await answer.text();
    if (text !== shown) takeOver(text);
    shown = text;
  } catch {
    // No network, or the monitor is being restarted: the page stays as it is, with its time on it.
  }
}

let shown = "";
tellTimes(document);
setInterval(renew, EVERY_MS);
document.addEventListener("visibilitychange", renew);
