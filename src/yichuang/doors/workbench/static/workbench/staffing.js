/* Agencies: in a group of choices Enter goes on like in a field, and submits nothing. */
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".picks input")) return;
  event.preventDefault();
  const form = [...event.target.form.querySelectorAll("input:not([type=hidden]), select, button")];
  const next = form[form.indexOf(event.target) + 1];
  if (next) next.focus();
});
