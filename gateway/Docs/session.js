// Signs the user in: authorization code flow with PKCE. The token is in the session storage, so that it survives a reload and navigation in this tab.
const tokenKey = 'metropool-docs-token'
const requestKey = 'metropool-docs-request'
const expiryMargin = 5000
const signInFailed = 'Signing in failed. Try again.'
const bar = document.getElementById('session')
const settings = bar.dataset

// Returns null if the value is missing or invalid.
function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** Returns the token, or null if there is none or it has expired. */
export function currentToken() {
  const token = read(tokenKey)
  if (token && token.expiresAt <= Date.now()) {
    sessionStorage.removeItem(tokenKey)
    return null
  }
  return token
}

const base64Url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)))

async function signIn() {
  const request = { state: random(), verifier: random(), page: location.pathname + location.hash }
  sessionStorage.setItem(requestKey, JSON.stringify(request))
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(request.verifier))
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: settings.client,
    redirect_uri: settings.return,
    scope: settings.scope,
    state: request.state,
    code_challenge: base64Url(new Uint8Array(challenge)),
    code_challenge_method: 'S256'
  })
  location.assign(`${settings.authorize}?${query}`)
}

// Identity asks whether to end its own session as well, and redirects back.
function signOut() {
  sessionStorage.removeItem(tokenKey)
  location.assign(`${settings.logout}?${new URLSearchParams({ client_id: settings.client, post_logout_redirect_uri: settings.return })}`)
}

/** Completes a sign-in if the address has the response of Identity. */
async function completeSignIn() {
  const response = new URLSearchParams(location.search)
  if (!response.has('state')) {
    return null
  }
  // Removes the code from the history, so that a reload doesn't use it again.
  history.replaceState(null, '', location.pathname)
  const request = read(requestKey)
  sessionStorage.removeItem(requestKey)
  if (request?.state !== response.get('state') || !response.has('code')) {
    return signInFailed
  }
  try {
    await exchange(response.get('code'), request.verifier)
  } catch {
    return signInFailed
  }
  location.replace(request.page)
  return null
}

/** Exchanges the code for a token and stores it. Throws on failure. */
async function exchange(code, verifier) {
  const response = await fetch(settings.token, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: settings.client,
      redirect_uri: settings.return,
      code,
      code_verifier: verifier
    })
  })
  if (!response.ok) {
    throw new Error(`The token endpoint returned ${response.status}.`)
  }
  const token = await response.json()
  const payload = atob(token.id_token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))
  const user = JSON.parse(new TextDecoder().decode(Uint8Array.from(payload, (character) => character.charCodeAt(0))))
  sessionStorage.setItem(tokenKey, JSON.stringify({
    accessToken: token.access_token,
    name: user.name ?? '',
    expiresAt: Date.now() + token.expires_in * 1000 - expiryMargin
  }))
}

function show(failure) {
  const token = currentToken()
  document.getElementById('session-state').textContent = token ? `Signed in${token.name ? ` as ${token.name}` : ''}` : failure ?? ''
  document.getElementById('sign-in').hidden = token !== null
  document.getElementById('sign-out').hidden = token === null
  if (token) {
    setTimeout(() => show('Your sign-in has expired.'), token.expiresAt - Date.now())
  }
}

document.getElementById('sign-in').addEventListener('click', signIn)
document.getElementById('sign-out').addEventListener('click', signOut)
show(await completeSignIn())
