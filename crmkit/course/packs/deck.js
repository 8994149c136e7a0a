// Turns the pages of a deck. Everything is in the page: it works from a file, without a network.
const slides = [...document.querySelectorAll(".slide")];
const { minutes, words } = settings;
const began = Date.now();
let at = 0, speaker = null;

// A result that does not fit beside its words goes below them; what is still too long gets smaller,
// and what leaves room gets larger: the last row wants to read it, too.
function fit() {
  for (const body of document.querySelectorAll(".body")) {
    const parts = [body, ...body.querySelectorAll(".shown, .words")];
    const full = () => parts.some((part) =>
      part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1);
    const picture = body.querySelector("img");
    const shown = body.querySelector(".shown");
    const wide = shown && shown.scrollWidth > shown.clientWidth + 1;
    if (wide || (picture && picture.naturalWidth > 2.1 * picture.naturalHeight)) body.classList.add("stacked");
    const set = (size) => { body.style.fontSize = `${size}px`; };
    let size = 28;
    if (!picture) while (size < 36 && !full()) set(size += 1);
    while (size > 14 && full()) set(size -= 1);
  }
}

function scale() {
  const stage = document.getElementById("stage");
  const room = document.body.classList.contains("with-notes") ? 0.62 : 1;
  const by = Math.min(innerWidth / 1280, (innerHeight - 56) * room / 720);
  stage.style.width = `${1280 * by}px`;
  stage.style.height = `${720 * by}px`;
  document.getElementById("deck").style.transform = `scale(${by})`;
}

function show(number) {
  at = Math.max(0, Math.min(slides.length - 1, number));
  slides.forEach((slide, n) => slide.classList.toggle("now", n === at));
  document.getElementById("where").textContent = `${at + 1} / ${slides.length}`;
  document.getElementById("notes").innerHTML = slides[at].querySelector(".said").innerHTML;
  history.replaceState(null, "", `#${at + 1}`);
  tell();
}

// A window for the speaker: the notes of this slide, the next one's heading, the time.
function openSpeaker() {
  speaker = window.open("", "crmkit-speaker", "width=760,height=720");
  if (!speaker) return;
  const page = speaker.document;
  page.title = words.notes;
  page.body.innerHTML = `<div id="clock"></div><h2 id="title"></h2><div id="said"></div><p id="next"></p>`;
  page.body.style.cssText = "font:18px/1.5 system-ui,sans-serif;margin:1.5em;color:#1c1e21;background:#fff";
  page.addEventListener("keydown", pressed);
  tell();
}

function tell() {
  if (!speaker || speaker.closed) return;
  const page = speaker.document, next = slides[at + 1];
  const heading = (slide) => slide.querySelector("h1, h2").innerHTML;
  page.getElementById("title").innerHTML = `${at + 1}. ${heading(slides[at])}`;
  page.getElementById("said").innerHTML = slides[at].querySelector(".said").innerHTML;
  page.getElementById("next").innerHTML = next ? `<b>${words.next}</b>: ${heading(next)}` : "";
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const planned = 60 * minutes * (at + 1) / slides.length;
  page.getElementById("clock").textContent =
    `${words.elapsed} ${clock((Date.now() - began) / 1000)} · ${words.planned} ${clock(planned)}`;
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const does = {
    ArrowRight: () => show(at + 1), ArrowDown: () => show(at + 1), PageDown: () => show(at + 1), " ": () => show(at + 1),
    ArrowLeft: () => show(at - 1), ArrowUp: () => show(at - 1), PageUp: () => show(at - 1),
    Home: () => show(0), End: () => show(slides.length - 1),
    o: () => document.body.classList.toggle("overview"), Escape: () => document.body.classList.remove("overview"),
    n: () => { document.body.classList.toggle("with-notes"); scale(); },
    s: openSpeaker, p: () => print(),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (does) { event.preventDefault(); does(); }
}

let touched = null;
const stage = document.getElementById("stage");
stage.addEventListener("touchstart", (event) => { touched = event.changedTouches[0].clientX; }, { passive: true });
stage.addEventListener("touchend", (event) => {
  const moved = event.changedTouches[0].clientX - touched;
  if (Math.abs(moved) > 40) show(at + (moved < 0 ? 1 : -1));
});
document.getElementById("back").addEventListener("click", () => show(at - 1));
document.getElementById("on").addEventListener("click", () => show(at + 1));
slides.forEach((slide, n) => slide.addEventListener("click", () => {
  if (document.body.classList.contains("overview")) { document.body.classList.remove("overview"); show(n); }
}));
addEventListener("keydown", pressed);
addEventListener("resize", scale);
addEventListener("hashchange", () => show((parseInt(location.hash.slice(1)) || 1) - 1));
setInterval(tell, 1000);
scale();
show((parseInt(location.hash.slice(1)) || 1) - 1);
// Pictures tell their shape once they are decoded.
Promise.all([...document.images].map((picture) => picture.decode().catch(() => null)))
  .then(() => document.fonts.ready).then(() => { fit(); document.body.classList.add("ready"); });
