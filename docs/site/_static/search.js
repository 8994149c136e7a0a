// The search page: what pagefind finds in the English and the Chinese pages, best first.

const field = document.querySelector(".bd-search-container input[name=q]");
const list = document.querySelector("#search-results");
const found = document.querySelector("#found");
const here = document.currentScript.src;
const SHOWN = 30;
let pagefind;

async function start() {
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.focus();
  try {
    const place = new URL("../pagefind/pagefind.js", here);
    pagefind = await import(place);
    await pagefind.options({ excerptLength: 24 });
    // The page is English, so the Chinese pages are a second index; a full address tells them apart.
    await pagefind.mergeIndex(new URL("./", place).href, { language: "zh-cn" });
  } catch {
    // Browsers let no page that was opened as a file read another.
    found.textContent = "The search works where the site is served: python -m http.server -d build/site";
    return;
  }
  field.addEventListener("input", search);
  await search();
}

async function search() {
  const asked = field.value.trim();
  const { results } = asked ? await pagefind.search(asked) : { results: [] };
  const pages = await Promise.all(results.slice(0, SHOWN).map((one) => one.data()));
  if (asked !== field.value.trim()) return; // The reader has typed on.
  list.replaceChildren(...pages.map(entry));
  found.textContent = asked ? `${results.length} pages · ${results.length} 页` : "";
}

function entry(page) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const excerpt = document.createElement("p");
  link.href = page.url;
  link.textContent = page.meta.title;
  excerpt.innerHTML = page.excerpt; // pagefind escapes all but its <mark>.
  item.append(link, excerpt);
  return item;
}

start();
