// Renews the page while it is looked at, and tells times by the reader's own clock on hover.
// Without it everything is there too.
"use strict";

const EVERY_MS = 15_000;
const main = document.querySelector("main");

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

function partsOf(page) {
  return [...(page.querySelector("main")?.children ?? [])];
}

function takeOver(next) {
  const parts = partsOf(next);
  const texts = parts.map((part) => part.outerHTML);
  if (parts.length === 0) return;
  tellTimes(next);
  const goBack = place();
  if (parts.length === shown.length) {
    // What is as it was stays, and with it what the reader has selected there.
    const old = [...main.children];
    parts.forEach((part, at) => texts[at] === shown[at] || old[at].replaceWith(part));
  } else {
    main.replaceChildren(...parts);
  }
  shown = texts;
  goBack();
  document.body.className = next.body.className;
  if (document.title === next.title) return;
  document.title = next.title;
  document.getElementById("news").textContent = next.title; // a screen reader says it
}

// Where the reader is; what comes back goes there again.
function place() {
  const stops = () => [...main.querySelectorAll("a, [tabindex]")];
  const at = stops().indexOf(document.activeElement);
  const href = document.activeElement?.href;
  const scrolled = [...main.querySelectorAll(".scroll")].map((box) => box.scrollLeft);
  return () => {
    const now = stops();
    const same = now[at]?.href === href ? now[at] : now.find((stop) => stop.href === href);
    if (at >= 0 && document.activeElement !== same) same?.focus({ preventScroll: true });
    main.querySelectorAll(".scroll").forEach((box, nth) => (box.scrollLeft = scrolled[nth] ?? 0));
  };
}

async function renew() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { cache: "no-cache", signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) return;
    takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // No network, or the monitor is being restarted: the page stays as it is, with its time on it.
  }
}

let shown = partsOf(document).map((part) => part.outerHTML);
tellTimes(document);
setInterval(renew, EVERY_MS);
document.addEventListener("visibilitychange", renew);
