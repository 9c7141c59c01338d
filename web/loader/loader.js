// What happens between the page and the application.
//
// It fetches the WebAssembly module while showing how far it is, starts it, and then leaves: the loading screen is
// removed and the application owns #app. When anything fails, the loading screen says so and stays.

const loading = document.getElementById("loading");
const bar = document.getElementById("loading-bar");
const status = document.getElementById("loading-status");

const STAGES = ["fetch", "prepare", "start"];

/** Marks the stages before `name` as done and `name` as current, with a sentence for everyone. */
function reach(name, sentence) {
  const reached = STAGES.indexOf(name);
  for (const stage of loading.querySelectorAll("[data-stage]")) {
    const index = STAGES.indexOf(stage.dataset.stage);
    stage.dataset.state = index < reached ? "done" : index === reached ? "current" : "waiting";
  }
  status.textContent = sentence;
}

/**
 * Fetches the module and reports the fraction received.
 *
 * The total comes from the page, since a compressed answer's length header counts other bytes. The answer is wrapped
 * under our own content type, so hosts that do not know .wasm files still get streaming compilation.
 */
async function fetchModule(link, onFraction) {
  const answer = await fetch(link.href);
  if (!answer.ok) {
    throw new Error(`${link.href} answered ${answer.status} ${answer.statusText}`);
  }
  const total = Number(link.dataset.bytes);
  let received = 0;
  const counting = new TransformStream({
    transform(chunk, controller) {
      received += chunk.byteLength;
      onFraction(Math.min(received / total, 1));
      controller.enqueue(chunk);
    },
  });
  return new Response(answer.body.pipeThrough(counting), { headers: { "content-type": "application/wasm" } });
}

async function start() {
  if (typeof WebAssembly !== "object") {
    throw new Error("This browser has no WebAssembly.");
  }
  reach("fetch", "Fetching the simulator…");
  const glue = import(document.getElementById("app-glue").href);
  const module = fetchModule(document.getElementById("app-wasm"), (fraction) => {
    bar.value = 90 * fraction;
    if (fraction === 1) {
      reach("prepare", "Preparing the simulator…");
    }
  });
  // Both are under way now; waiting for them together keeps either failure from going unheard.
  const [{ default: init }, answer] = await Promise.all([glue, module]);
  await init({ module_or_path: answer });
  bar.value = 100;
  reach("start", "Starting…");
  // One frame, so that the application's first picture replaces the loading screen instead of following a blank one.
  requestAnimationFrame(() => loading.remove());
}

function fail(reason) {
  console.error("Rehearsal could not start:", reason);
  loading.classList.add("loading--failed");
  status.hidden = true;
  bar.hidden = true;
  document.getElementById("loading-reason").textContent = String(reason);
  document.getElementById("loading-advice").textContent = navigator.onLine
    ? "The page loaded, but the simulator behind it did not. Loading it again often helps; if it does not, a newer browser might."
    : "You seem to be offline, and this page has not been kept for offline use yet. Connect once and try again.";
  document.getElementById("loading-retry").addEventListener("click", () => location.reload());
  document.getElementById("loading-failure").hidden = false;
}

/** Keeps the page for offline use, where the browser can; nothing depends on it. */
function keepForOffline() {
  if (document.documentElement.dataset.purpose === "dist" && "serviceWorker" in navigator) {
    navigator.serviceWorker.register(new URL("sw.js", document.baseURI)).catch((reason) => {
      console.info("Rehearsal stays online-only here:", reason);
    });
  }
}

start().then(keepForOffline, fail);
