// Everything works without this file. It tells the server the reader's time zone and adds what only a script can do.
(() => {
  const secure = location.protocol === "https:" ? ";secure" : "";
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const wanted = `postroom-zone=${zone}`;
  if (zone && !document.cookie.split("; ").includes(wanted)) {
    document.cookie = `${wanted};path=/;max-age=31536000;samesite=lax${secure}`;
    const format = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short" });
    for (const time of document.querySelectorAll("time[datetime]")) time.textContent = format.format(new Date(time.dateTime));
  }

  const upgrade = (root) => {
    // An anonymous user signs in with nothing: the inputs for it are off, and keep what is in them.
    for (const box of root.querySelectorAll("input[data-disables]")) {
      const inputs = document.getElementById(box.dataset.disables);
      const follow = () => { inputs.disabled = box.checked; };
      box.addEventListener("change", follow);
      follow();
    }
    for (const button of root.querySelectorAll("button[data-copy]")) button.hidden = !navigator.clipboard;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
  // A test leaves the form as it is, a typed password included: its stages stream into the page beside it.
  const showTest = (form, page) => {
    const section = page.getElementById("test");
    if (!section) return false;
    const former = document.getElementById("test");
    if (former) former.replaceWith(section);
    else form.querySelector("fieldset").append(section);
    return true;
  };
  const showProblems = (page) => {
    const typed = document.querySelector("main input[type=password]")?.value;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    const input = document.querySelector("main input[type=password]");
    if (input && typed) input.value = typed;
    upgrade(document);
    scrollTo(0, 0);
  };
  const streamTest = async (form, button) => {
    const fields = new URLSearchParams(new FormData(form, button));
    button.disabled = true; // only now: a disabled button is not among the fields
    const response = await fetch(button.formAction.split("#")[0], { method: "POST", body: fields });
    if (response.redirected) return location.assign(response.url);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let html = "", page, seen = false;
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      html += chunk.value;
      page = new DOMParser().parseFromString(html, "text/html");
      const shown = showTest(form, page);
      if (shown && !seen) document.getElementById("test").scrollIntoView({ block: "start" });
      seen ||= shown;
    }
    if (!seen && page) showProblems(page);
  };
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.matches("button[data-live]") || !("TextDecoderStream" in window)) return;
    event.preventDefault();
    streamTest(event.target, button)
      .catch(() => location.reload()) // Postroom does not answer: the browser says so better than we could
      .finally(() => { button.disabled = false; });
  });
  document.addEventListener("htmx:after:swap", () => upgrade(document));
  upgrade(document);
})();
