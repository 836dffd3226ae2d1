// Renders the OpenAPI document of one service. Nothing is sent to other sites: no fonts, no assistant, no proxy of another party.
import { currentToken } from './session.js'

const container = document.getElementById('reference')
const token = currentToken()

// Contrast of at least 4.5:1 on both backgrounds.
const style = `
  .light-mode {
    --scalar-color-2: #3d4650; --scalar-color-3: #4a5561; --scalar-color-accent: #17324d;
    --scalar-color-green: #1d6b3a; --scalar-color-red: #a4161a; --scalar-color-orange: #8a4b00;
    --scalar-color-yellow: #7a5c00; --scalar-color-blue: #0b5394; --scalar-color-purple: #5f3dc4;
  }
`

// Accessibility: Scalar renders links that contain only an icon, a second banner, and regions with equal names. A group may have a name, but isn't a landmark.
function fixAccessibility() {
  for (const link of container.querySelectorAll('a:not([aria-label])')) {
    if (link.textContent.trim() === '') {
      link.setAttribute('aria-label', link.href)
    }
  }
  for (const section of container.querySelectorAll('header:not([role]), [role=region]')) {
    section.setAttribute('role', 'group')
  }
}

new MutationObserver(fixAccessibility).observe(container, { childList: true, subtree: true })

Scalar.createApiReference('#reference', {
  url: container.dataset.document,
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
