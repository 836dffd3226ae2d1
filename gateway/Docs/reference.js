// Renders the document of one service. Nothing of it goes elsewhere: no fonts, no questions to an assistant, no requests over another party's proxy.
import { currentToken } from './session.js'

const place = document.getElementById('reference')
const token = currentToken()

// Contrast of at least 4.5:1 on both backgrounds.
const style = `
  .light-mode { --scalar-color-2: #3d4650; --scalar-color-3: #4a5561; --scalar-color-accent: #17324d; --scalar-color-green: #1d6b3a; --scalar-color-red: #a4161a; --scalar-color-orange: #8a4b00; --scalar-color-yellow: #7a5c00; --scalar-color-blue: #0b5394; --scalar-color-purple: #5f3dc4; }
`

// What it renders has links of an icon alone, a second banner, and regions of which several have the same name. A group may have a name and is no landmark.
function mend() {
  for (const link of place.querySelectorAll('a:not([aria-label])')) {
    if (link.textContent.trim() === '') {
      link.setAttribute('aria-label', link.href)
    }
  }
  for (const section of place.querySelectorAll('header:not([role]), [role=region]')) {
    section.setAttribute('role', 'group')
  }
}

new MutationObserver(mend).observe(place, { childList: true, subtree: true })

Scalar.createApiReference('#reference', {
  url: place.dataset.document,
  authentication: { preferredSecurityScheme: 'bearer', securitySchemes: { bearer: { token: token?.accessToken ?? '' } } },
  customCss: style,
  theme: 'default',
  forceDarkModeState: 'light',
  hideDarkModeToggle: true,
  hideClientButton: true,
  showDeveloperTools: 'never',
  withDefaultFonts: false,
  telemetry: false,
  persistAuth: false,
  agent: { disabled: true },
  mcp: { disabled: true }
})
