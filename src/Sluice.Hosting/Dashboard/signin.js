// @ts-check
// Who uses the dashboard: somebody with a function key, or somebody who has signed in with Microsoft Entra ID. Nothing is kept longer than
// the tab.

/** @import { PublicClientApplication, AccountInfo, CacheLookupPolicy } from '@azure/msal-browser' */

/**
 * @typedef {object} Settings How people sign in.
 * @property {'FunctionKey' | 'Entra'} mode
 * @property {string} [authority]
 * @property {string | null} [clientId]
 * @property {string | null} [scope]
 */

const home = `${location.origin}${location.pathname.replace(/\/$/, '')}`;
/** @typedef {{ app: PublicClientApplication, account: AccountInfo, scope: string, lookup: CacheLookupPolicy }} SignedIn */
/** @type {Promise<SignedIn | null> | null} */
let entering = null;

/**
 * Signs in, if the app wants that. The library of sign-in is loaded only then.
 * @returns Who has signed in, or null if a key is enough. It never returns while the browser goes to the page of sign-in.
 */
export const enter = () => entering ??= start();

/**
 * The header that says who asks, or null if a key is enough.
 * @returns {Promise<string | null>}
 */
export async function authorization() {
  const signedIn = await enter();
  if (!signedIn) {
    return null;
  }
  const { app, account, scope, lookup } = signedIn;
  try {
    // Without a frame of the page of sign-in, which the content security policy would block.
    const { accessToken } = await app.acquireTokenSilent({ account, scopes: [scope], cacheLookupPolicy: lookup });
    return `Bearer ${accessToken}`;
  } catch {
    // The session has ended, or the person must agree to something.
    await app.acquireTokenRedirect({ account, scopes: [scope] });
    return gone();
  }
}

/** Signs out of the app, not of other apps. */
export async function leave() {
  const signedIn = await enter();
  await signedIn?.app.clearCache({ account: signedIn.account });
  location.reload();
}

async function start() {
  // If the app does not answer, the page says so with its first request.
  const answer = await fetch(`${home}/signin.json`).catch(() => null);
  /** @type {Settings} */
  const { mode, authority, clientId, scope } = answer?.ok ? await answer.json() : { mode: 'FunctionKey' };
  if (mode !== 'Entra' || !clientId || !scope) {
    return null;
  }
  const { PublicClientApplication, CacheLookupPolicy } = await import('@azure/msal-browser');
  const app = new PublicClientApplication({
    auth: { clientId, authority, redirectUri: home },
    cache: { cacheLocation: 'sessionStorage' },
  });
  await app.initialize();
  const returned = await app.handleRedirectPromise();
  const [account] = returned ? [returned.account] : app.getAllAccounts();
  if (!account) {
    await app.loginRedirect({ scopes: [scope] });
    return gone();
  }
  return { app, account, scope, lookup: CacheLookupPolicy.AccessTokenAndRefreshToken };
}

/**
 * Waits for the page to be left.
 * @returns {Promise<never>}
 */
const gone = () => new Promise(() => {});
