/* Signing asks who signs: the key of a signature opens the panel while no proof is fresh, and the
   page stays as it is, with every tick and every word. The server asks again. */
"use strict";

(() => {
  const told = () => document.getElementById("proof-told");
  const panel = () => document.getElementById("panel-proof");
  let asking = null; // the key that the proof was asked for

  function open() {
    if (!panel()) return;
    panel().hidden = false;
    panel().querySelector("input[type=password]").focus();
  }

  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-signs]");
    if (!key || !told() || !panel() || told().hasAttribute("data-fresh")) return;
    if (key.getAttribute("aria-disabled") === "true") return;
    event.preventDefault();
    asking = key;
    open();
  });

  /* It ran out since the page was made: the refusal says so, the panel stands open. */
  document.body.addEventListener("proof-needed", () => {
    if (!told()) return;
    told().removeAttribute("data-fresh");
    told().textContent = "签字前须核验身份";
    open();
  });

  document.body.addEventListener("proved", (event) => {
    if (!told() || !panel()) return;
    told().setAttribute("data-fresh", "");
    told().textContent = `身份已核验，至 ${event.detail.until}`;
    panel().querySelector("form").reset();
    panel().hidden = true;
    const key = asking || document.querySelector("[data-signs]");
    if (key) key.focus();
  });

  document.body.addEventListener("proof-amiss", (event) => {
    const field = panel() && panel().querySelector(`[name="${event.detail.field}"]`);
    if (!field) return;
    field.value = "";
    field.focus();
  });
})();
