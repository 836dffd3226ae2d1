// Signs a person in on the reference: authorization code with PKCE. The token is kept in the storage of the tab, so that it outlives a reload and a change of page, and no other tab.
const tokenKey = 'metropool-docs-token'
const requestKey = 'metropool-docs-request'
const endedMargin = 5000
const failed = 'Signing in failed. Try again.'
const bar = document.getElementById('session')
const settings = bar.dataset

// What isn't there, can't be read or isn't ours is null.
function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** The token, while it is valid. */
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

// Identity asks the person whether to end the session there as well, and sends them back.
function signOut() {
  sessionStorage.removeItem(tokenKey)
  location.assign(`${settings.logout}?${new URLSearchParams({ client_id: settings.client, post_logout_redirect_uri: settings.return })}`)
}

/** Takes the answer of Identity, where the address holds one. */
async function finish() {
  const answer = new URLSearchParams(location.search)
  if (!answer.has('state')) {
    return null
  }
  // The code is in no history, and isn't used again on a reload.
  history.replaceState(null, '', location.pathname)
  const request = read(requestKey)
  sessionStorage.removeItem(requestKey)
  if (request?.state !== answer.get('state') || !answer.has('code')) {
    return failed
  }
  try {
    await exchange(answer.get('code'), request.verifier)
  } catch {
    return failed
  }
  location.replace(request.page)
  return null
}

/** Exchanges the code for a token, and keeps it. Throws where that fails. */
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
    throw new Error(`The token endpoint answered ${response.status}.`)
  }
  const token = await response.json()
  const payload = atob(token.id_token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))
  const person = JSON.parse(new TextDecoder().decode(Uint8Array.from(payload, (character) => character.charCodeAt(0))))
  sessionStorage.setItem(tokenKey, JSON.stringify({
    accessToken: token.access_token,
    name: person.name ?? '',
    expiresAt: Date.now() + token.expires_in * 1000 - endedMargin
  }))
}

function show(failure) {
  const token = currentToken()
  document.getElementById('session-state').textContent = token ? `Signed in${token.name ? ` as ${token.name}` : ''}` : failure ?? ''
  document.getElementById('sign-in').hidden = token !== null
  document.getElementById('sign-out').hidden = token === null
  if (token) {
    setTimeout(() => show('Your sign-in has ended.'), token.expiresAt - Date.now())
  }
}

document.getElementById('sign-in').addEventListener('click', signIn)
document.getElementById('sign-out').addEventListener('click', signOut)
show(await finish())
