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
  // A test leaves the form as it is, a typed password included: its stages stream into the page beside it. What the page said
  // before, and the errors of values that are taken now, go.
  const beginTest = (form, button, page) => {
    document.getElementById("said").replaceWith(page.getElementById("said"));
    for (const note of form.querySelectorAll("[id$='-problem']")) if (!page.getElementById(note.id)) note.remove();
    for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    if (button.value.startsWith("try:")) fillIn(form, page);
    const section = page.getElementById("test").cloneNode(true);
    section.querySelector(".stages").replaceChildren();
    const former = document.getElementById("test");
    if (former) former.replaceWith(section);
    else form.querySelector("fieldset").append(section);
    document.getElementById("test-title").focus({ preventScroll: true });
    section.scrollIntoView({ block: "nearest" });
  };
  // What a remedy changed goes into the inputs; a secret stays where it was typed, for no page holds one.
  const fillIn = (form, page) => {
    for (const fresh of page.querySelectorAll("form.settings [name]:not([type=password], [type=hidden], button)")) {
      const input = fresh.id && document.getElementById(fresh.id);
      if (!input || input.form !== form || input.type !== fresh.type) continue;
      if (input.type === "checkbox" || input.type === "radio") {
        input.checked = fresh.checked;
        if (input.dataset.disables) input.dispatchEvent(new Event("change"));
      } else if (input.id !== "ServiceAccountKey") input.value = fresh.value;
    }
    for (const fresh of page.querySelectorAll("form.settings details[id][open]")) document.getElementById(fresh.id)?.setAttribute("open", "");
  };
  // Only what is new or has grown is put in, so that a screen reader hears each stage once.
  const addStages = (page, known) => {
    const list = document.querySelector("#test .stages");
    if (!list) return;
    [...page.querySelector("#test .stages").children].forEach((stage, i) => {
      if (known[i] === stage.outerHTML) return;
      known[i] = stage.outerHTML;
      const shown = stage.cloneNode(true);
      if (list.children[i]) list.children[i].replaceWith(shown);
      else list.append(shown);
    });
  };
  // Who reads along is taken to the verdict; who went on typing is left in peace.
  const endTest = () => {
    const here = document.activeElement;
    const verdict = document.getElementById("verdict");
    if (verdict && (here === document.body || here.closest("#test"))) verdict.focus();
  };
  const showProblems = (page) => {
    const typed = document.querySelector("main input[type=password]")?.value;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    const input = document.querySelector("main input[type=password]");
    if (input && typed) input.value = typed;
    upgrade(document);
    const wrong = document.querySelectorAll("main [aria-invalid=true]");
    (wrong.length === 1 ? wrong[0] : document.getElementById("said"))?.focus();
    if (wrong.length !== 1) scrollTo(0, 0);
  };
  const post = (form, button, signal) =>
    fetch(button.formAction.split("#")[0], { method: "POST", body: new URLSearchParams(new FormData(form, button)), signal });
  let running;
  const streamTest = async (form, button) => {
    running?.abort();
    running = new AbortController();
    const answer = post(form, button, running.signal);
    button.disabled = true; // only now: a disabled button is not among the fields
    document.querySelector("#test .stages")?.replaceChildren(); // a verdict on other settings says nothing any more
    document.getElementById("test-title")?.focus({ preventScroll: true });
    const response = await answer;
    if (response.redirected) return location.assign(response.url);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const known = [];
    let html = "", page, begun = false;
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      html += chunk.value;
      page = new DOMParser().parseFromString(html, "text/html");
      if (!page.querySelector("#test .stages")) continue;
      if (!begun) beginTest(form, button, page);
      begun = true;
      addStages(page, known);
    }
    if (begun) endTest();
    else if (page) showProblems(page);
  };
  // What was found goes into the form with a typed password left in its place.
  const useRemedy = async (form, button) => {
    const response = await post(form, button);
    if (response.redirected) return location.assign(response.url);
    showProblems(new DOMParser().parseFromString(await response.text(), "text/html"));
    document.querySelector("main .notice")?.scrollIntoView({ block: "center" });
  };
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const failed = (fault) => { if (fault.name !== "AbortError") location.reload(); }; // Postroom does not answer: the browser says so better than we could
    if (button?.matches("button[data-live]") && "TextDecoderStream" in window) {
      event.preventDefault();
      streamTest(event.target, button).catch(failed).finally(() => { button.disabled = false; });
    } else if (button?.matches("button[data-keeps-password]") && event.target.querySelector("input[type=password]")) {
      event.preventDefault();
      useRemedy(event.target, button).catch(failed);
    } else if (button?.matches("button[data-stop]") && running) {
      event.preventDefault();
      running.abort(); // the server sees it and ends its conversations
      document.getElementById("test").remove();
      event.target.querySelector("button[data-live][value=test]")?.focus();
    }
  });
  // The preview follows the typing. A new frame takes the place of the old one when it has loaded: nothing flickers, and
  // "back" does not lead through each letter typed.
  const refresh = (form, button) => {
    const name = button.formTarget, old = form.querySelector(`iframe[name="${name}"]`);
    form.querySelector(`iframe[name="${name}-next"]`)?.remove();
    const next = old.cloneNode();
    next.removeAttribute("src");
    next.name = `${name}-next`;
    next.classList.add("next");
    old.after(next);
    button.formTarget = next.name;
    form.requestSubmit(button);
    button.formTarget = name;
    next.addEventListener("load", () => {
      if (!next.isConnected) return;
      old.remove();
      next.name = name;
      next.classList.remove("next");
    });
  };
  for (const form of document.querySelectorAll("form[data-preview]")) {
    const buttons = [...form.querySelectorAll("button[formtarget]")];
    const shown = { wide: buttons.find((button) => button.formTarget === "wide"), narrow: buttons.find((button) => button.formTarget === "narrow") };
    let timer;
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[formtarget]");
      if (button) shown[button.formTarget] = button;
    });
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => { for (const button of Object.values(shown)) refresh(form, button); }, 500);
    });
  }
  document.addEventListener("htmx:after:swap", () => upgrade(document));
  upgrade(document);
})();
