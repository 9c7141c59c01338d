// Reloads the page when `cargo xtask serve` has built a newer version.

// A copy kept for offline use by a packed site on the same address would hide what was just built.
navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()));

let seen = "none";
for (;;) {
  try {
    const answer = await fetch(`/__rehearsal/newer-than/${seen}`, { cache: "no-store" });
    if (answer.ok) {
      const version = await answer.text();
      if (seen !== "none" && version !== seen) {
        location.reload();
        break;
      }
      seen = version;
      continue;
    }
  } catch {
    // The server is gone for the moment; it may come back with something newer.
  }
  await new Promise((resume) => setTimeout(resume, 1000));
}
