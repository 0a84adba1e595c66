/* The keyboard of the desk: Enter goes to the next field, F-keys press what carries their name,
   a burst from a scanner never submits. */
"use strict";

(() => {
  const FIELD = "input:not([type=hidden]):not([readonly]):not([disabled]), select:not([disabled]), textarea:not([disabled])";
  const BURST_MS = 35; // a key on the average: no hand types that fast, every scanner does
  const BURST_LENGTH = 6;
  const PAUSE_MS = 200; // longer than a scanner ever halts
  const burst = { text: "", began: 0, last: 0 };

  const isField = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), select, textarea");
  const isShown = (element) => element.offsetParent !== null;
  const fieldsOf = (form) => [...form.elements].filter((e) => e.matches(FIELD) && isShown(e));

  function nameOf(event) {
    const name = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    if (event.altKey) return `Alt+${name}`;
    if (event.shiftKey && event.key === "Enter") return "F9";
    return event.ctrlKey || event.metaKey ? "" : name;
  }

  function press(name) {
    const target = [...document.querySelectorAll(`[data-key="${CSS.escape(name)}"]`)].find(isShown);
    if (!target) return false;
    if (target.matches(FIELD)) {
      target.focus();
      if (target.select) target.select();
    } else {
      target.focus();
      target.click();
    }
    return true;
  }

  function nextField(field) {
    const fields = fieldsOf(field.form);
    const next = fields[fields.indexOf(field) + 1];
    if (!next) return;
    next.focus();
    if (next.select) next.select();
  }

  /* Enter in a form never submits it; a search box (data-enter="submit") is the exception. */
  function enter(event) {
    const field = event.target;
    if (!isField(field) || !field.form || field.form.dataset.enter === "submit") return;
    if (field.matches("textarea") && !event.ctrlKey) return;
    event.preventDefault();
    nextField(field);
  }

  /* A busy machine may halt in the middle of a burst, so its average counts. */
  function isScanned(event) {
    const now = event.timeStamp;
    const isCharacter = event.key.length === 1;
    if (now - burst.last > PAUSE_MS || !(isCharacter || event.key === "Enter" || event.key === "Shift")) burst.text = "";
    if (!burst.text) burst.began = now;
    burst.last = now;
    if (isCharacter) burst.text += event.key;
    const intervals = burst.text.length - (isCharacter ? 1 : 0);
    const isBurst = burst.text.length >= BURST_LENGTH && now - burst.began < BURST_MS * intervals;
    if (event.key !== "Enter") return isBurst && isCharacter;
    burst.scanned = isBurst ? burst.text : "";
    burst.text = "";
    return isBurst;
  }

  /* What is scanned outside a field belongs to the search box, if the page has one. */
  function scanned(text) {
    const box = document.querySelector("[data-scan]");
    if (!box) return;
    box.value = text;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function row(event, step) {
    const links = [...document.querySelectorAll("[data-rows] .row, [data-rows] input.tick")].filter(isShown);
    const at = links.indexOf(document.activeElement);
    const next = links[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }

  /* Digits tick points, but only while one of them has the focus (WCAG 2.1.4). */
  function digit(event) {
    const active = document.activeElement;
    if (!active.matches("[data-ticks] input.tick")) return false;
    const box = active.closest("[data-ticks]").querySelectorAll("input.tick")[Number(event.key) - 1];
    if (!box) return false;
    box.focus();
    box.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const inField = isField(event.target);
    if (isScanned(event) && !inField) {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter") scanned(burst.scanned);
      return;
    }
    const name = nameOf(event);
    if (event.key === "Enter" && name === "Enter") return enter(event);
    if (name === "ArrowDown") return row(event, 1);
    if (name === "ArrowUp") return row(event, -1);
    if (/^[1-9]$/.test(name) && digit(event)) return event.preventDefault();
    // A key that is held acts once: the next page may have something else under it.
    if (event.repeat && /^F\d+$/.test(name)) return event.preventDefault();
    if (/^(F\d+|Alt\+.|Escape|PageDown|PageUp)$/.test(name) && press(name)) event.preventDefault();
    return undefined;
  }, true);
})();
