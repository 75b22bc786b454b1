// What this device and browser can do, shown on the page and sent nowhere.

async function capabilities() {
  const known = window.PublicKeyCredential;
  if (!known) return { platform: false, hybrid: false, key: false };
  const told = (await known.getClientCapabilities?.().catch(() => null)) ?? {};
  const platform = told.userVerifyingPlatformAuthenticator
    ?? (await known.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false));
  return { platform, hybrid: told.hybridTransport ?? null, key: true };
}

function show(card, answer) {
  const state = answer === true ? "yes" : answer === false ? "no" : "unknown";
  for (const part of card.querySelectorAll("[data-yes], [data-no], [data-unknown], [data-wait]")) {
    part.hidden = !(state in part.dataset);
  }
}

const embedded = /; wv\)|FBA[NV]|Instagram|Line\//.test(navigator.userAgent);
const found = await capabilities();
for (const card of document.querySelectorAll("[data-check]")) {
  if (card.dataset.check in found) show(card, found[card.dataset.check]);
}
document.querySelector("[data-embedded]").hidden = !embedded;
