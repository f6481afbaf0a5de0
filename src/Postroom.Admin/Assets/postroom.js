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

  // An anonymous user signs in with nothing: the inputs for it are off, and keep what is in them.
  for (const box of document.querySelectorAll("input[data-disables]")) {
    const inputs = document.getElementById(box.dataset.disables);
    const follow = () => { inputs.disabled = box.checked; };
    box.addEventListener("change", follow);
    follow();
  }

  // A test shows its stages beside the form, which keeps what was typed. Whatever else the server answers is shown the usual way.
  document.addEventListener("submit", async (event) => {
    const button = event.submitter;
    const place = document.getElementById(button?.dataset.live ?? "");
    if (!place || button.dataset.usual) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target, button));
    button.disabled = true;
    try {
      const answer = await fetch(event.target.getAttribute("action"), { method: "POST", body, headers: { "X-Stages-Alone": "true" } });
      if (!answer.headers.has("X-Stages-Alone")) throw new Error("The server answered with a page.");
      place.replaceChildren();
      const section = place.closest("[id='test']");
      section.hidden = false;
      section.scrollIntoView({ block: "nearest" });
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let html = "", chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        html += chunk.value;
        place.innerHTML = html;
      }
      section.scrollIntoView({ block: "nearest" });
      button.disabled = false;
    } catch {
      button.disabled = false;
      button.dataset.usual = "true";
      event.target.requestSubmit(button);
    }
  });

  const upgrade = (root) => {
    for (const button of root.querySelectorAll("button[data-copy]")) button.hidden = !navigator.clipboard;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
  document.addEventListener("htmx:after:swap", () => upgrade(document));
  upgrade(document);
})();
