/* What pages do beside links and forms: say how far the ticks are, go on after a login in place. */
"use strict";

(() => {
  const headersOf = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");

  /* After logging in again on the same page, every form takes the new token; then it saves. */
  document.body.addEventListener("renewed", (event) => {
    const token = event.detail.token;
    document.body.setAttribute("hx-headers", JSON.stringify({ ...headersOf(), "X-CSRFToken": token }));
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
    const draft = document.getElementById("draft");
    if (draft) htmx.trigger(draft, "save");
  });

  /* The one button stays grey until every point is ticked; the server asks again. */
  function count() {
    const ticks = [...document.querySelectorAll("[data-ticks] input.tick")];
    const go = document.querySelector("[data-waits-for-ticks]");
    if (!go || !ticks.length) return;
    const left = ticks.filter((tick) => !tick.checked).length;
    go.setAttribute("aria-disabled", left ? "true" : "false");
    const words = go.querySelector("[data-left]");
    if (words) words.textContent = left ? `（还有 ${left} 项未核）` : "";
  }
  document.addEventListener("change", count);

  /* F7: every paper that is asked for is here in the original. */
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-all-papers]");
    if (target) {
      for (const select of document.querySelectorAll("select[data-paper]")) {
        if (!select.value) select.value = "original";
      }
      const draft = document.getElementById("draft");
      if (draft) htmx.trigger(draft, "save");
    }
    const jump = event.target.closest("[data-jump]");
    if (jump) {
      event.preventDefault();
      const field = document.getElementById(jump.dataset.jump);
      if (field) field.focus();
    }
    const opens = event.target.closest("[data-opens]");
    if (opens) toggle(document.getElementById(opens.dataset.opens));
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest('[aria-disabled="true"]')) event.preventDefault();
  });

  function toggle(panel) {
    if (!panel) return;
    panel.hidden = !panel.hidden;
    const first = panel.querySelector("input:not([type=hidden]), select, textarea");
    if (!panel.hidden && first) first.focus();
  }

  /* A request that got no answer leaves the page as it is and says so. */
  document.body.addEventListener("htmx:sendError", () => {
    document.getElementById("notice").textContent = "没有连上服务器，本次没有提交。内容都在页面上，请稍后再按一次。";
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) {
      document.getElementById("notice").textContent = "系统出错，本次没有写入任何内容。请稍后再试。";
    }
  });

  /* What is wrong with a field is said beside it; the field itself says that something is. */
  function mark() {
    for (const says of document.querySelectorAll(".err[id^='e-']")) {
      const field = document.getElementById(`f-${says.id.slice(2)}`);
      if (field) field.toggleAttribute("aria-invalid", Boolean(says.textContent.trim()));
      if (field && field.hasAttribute("aria-invalid")) field.setAttribute("aria-invalid", "true");
    }
  }
  document.addEventListener("htmx:afterSettle", mark);

  /* The papers stand beside the form, not in it: their changes must be told to it. */
  document.addEventListener("change", (event) => {
    const draft = document.getElementById("draft");
    if (draft && event.target.matches("[data-paper]")) htmx.trigger(draft, "save");
  });

  /* An answer that was under way while a paper was ticked knows nothing of it: the page does. */
  const papers = new Map();
  document.addEventListener("htmx:beforeSwap", () => {
    for (const paper of document.querySelectorAll("select[data-paper]")) papers.set(paper.id, paper.value);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const paper of document.querySelectorAll("select[data-paper]")) {
      if (papers.has(paper.id)) paper.value = papers.get(paper.id);
    }
  });

  /* What a refusal said is out of date as soon as the form is saved again. */
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.xhr.status === 200 && event.detail.target.id === "side") {
      for (const said of document.querySelectorAll("#notice .stop")) said.remove();
    }
  });

  /* After a refusal the first field to mend has the focus. */
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.xhr.status !== 422) return;
    const field = document.querySelector('[aria-invalid="true"]');
    if (field) field.focus();
  });

  document.addEventListener("DOMContentLoaded", count);
  document.addEventListener("htmx:afterSettle", count);
})();
