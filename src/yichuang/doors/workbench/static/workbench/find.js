/* A search box and the list under it are one way: down into the list, up from its first row. */
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const box = document.querySelector("form.search [data-scan]");
  const first = document.querySelector("[data-rows] a.row");
  if (!box || !first) return;
  if (event.key === "ArrowDown" && event.target === box) {
    event.preventDefault();
    first.focus();
  }
  if (event.key === "ArrowUp" && event.target === first) {
    event.preventDefault();
    box.focus();
  }
});
