// Chooses, filters and copies the quotes of a page. It only sets classes, attributes and plain
// text: nothing that came with an article is ever read as markup or code.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  let chosen = null;

  const scroll = (element) => {
    if (element) element.scrollIntoView({ block: "nearest" });
  };
  const belongs = (element, card) => {
    const numbers = (element.dataset.of || "").split(" ");
    return numbers.includes(card.dataset.quote);
  };

  function choose(card, { focus = false } = {}) {
    all(".on").forEach((element) => element.classList.remove("on"));
    all("[aria-current]").forEach((element) => element.removeAttribute("aria-current"));
    chosen = card;
    if (!card) return;
    const section = card.closest(".document");
    card.classList.add("on");
    card.setAttribute("aria-current", "true");
    all("[data-of]", section)
      .filter((element) => belongs(element, card))
      .forEach((element) => element.classList.add("on"));
    const tag = section.querySelector(`article .tag[data-quote="${card.dataset.quote}"]`);
    const mark = section.querySelector("article mark.on");
    scroll(mark || tag);
    scroll(card);
    if (focus && tag) tag.focus({ preventScroll: true });
  }

  const cardOf = (element) => {
    const section = element.closest(".document");
    const number = element.dataset.quote || (element.dataset.of || "").split(" ")[0];
    return section.querySelector(`.card[data-quote="${number}"]`);
  };

  function filter(section) {
    const pressed = (name) =>
      new Set(
        all(`.item[data-${name}][aria-pressed="true"]`, section).map((item) => item.dataset[name]),
      );
    const groups = pressed("group");
    const kinds = pressed("kind");
    const cards = all(".card", section);
    let shown = 0;
    for (const card of cards) {
      const fits =
        (!groups.size || groups.has(card.dataset.group)) &&
        (!kinds.size || kinds.has(card.dataset.kind));
      card.hidden = !fits;
      shown += fits;
      const number = card.dataset.quote;
      all(`mark[data-of="${number}"], .tag[data-quote="${number}"]`, section).forEach((element) =>
        element.classList.toggle("off", !fits),
      );
      if (!fits && card === chosen) choose(null);
    }
    const filtered = groups.size > 0 || kinds.size > 0;
    section.querySelector(".said").textContent = filtered
      ? `${shown} of ${cards.length} quotes shown`
      : "";
    section.querySelector(".clear").hidden = !filtered;
  }

  async function copy(button) {
    const words = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      // Where a page from a file may not use the clipboard itself, a selection can.
      const area = document.createElement("textarea");
      area.value = words;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      button.focus();
      if (!done) return;
    }
    const label = button.textContent;
    button.textContent = "Copied";
    button.closest(".document").querySelector(".said").textContent = "Quote copied.";
    setTimeout(() => {
      button.textContent = label;
    }, 1200);
  }

  function step(by) {
    const cards = all(".card").filter((card) => !card.hidden);
    if (!cards.length) return;
    const at = chosen ? cards.indexOf(chosen) : by > 0 ? -1 : cards.length;
    choose(cards[Math.min(Math.max(at + by, 0), cards.length - 1)], { focus: true });
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    const button = target.closest("button");
    if (button?.matches(".item")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      filter(button.closest(".document"));
    } else if (button?.matches(".clear")) {
      const section = button.closest(".document");
      all('.item[aria-pressed="true"]', section).forEach((item) =>
        item.setAttribute("aria-pressed", "false"),
      );
      filter(section);
      section.querySelector(".item")?.focus();
    } else if (button?.matches(".copy")) {
      copy(button);
    } else if (target.closest("article .tag")) {
      // Where the cards stand beside the text there is no need to jump to them.
      event.preventDefault();
      choose(cardOf(target.closest(".tag")));
    } else if (target.closest(".card a")) {
      choose(target.closest(".card"));
    } else if (target.closest(".card")) {
      choose(target.closest(".card"));
    } else if (target.closest("article mark")) {
      if (!String(getSelection())) choose(cardOf(target.closest("mark")));
    }
  });

  document.addEventListener("focusin", (event) => {
    const tag = event.target.closest("article .tag");
    if (tag && event.target.matches(":focus-visible")) choose(cardOf(tag));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "c" && chosen) copy(chosen.querySelector(".copy"));
    else if (event.key === "Escape") choose(null);
  });

  document.body.classList.add("live");
  all(".copy, .keys").forEach((element) => {
    element.hidden = false;
  });
})();
