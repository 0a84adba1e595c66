/* A whole number was shown: its panel closes, what was said for it goes, the number has the focus. */
"use strict";

document.addEventListener("htmx:afterSettle", (event) => {
  const shown = event.detail.target;
  const panel = document.getElementById("panel-reveal");
  if (shown.id !== "revealed" || !shown.textContent.trim() || !panel) return;
  panel.querySelector("form").reset();
  panel.hidden = true;
  const notice = document.getElementById("notice");
  if (notice) notice.textContent = "";
  shown.focus();
});
