/** Debian's Chromium, and pages of it that remember what they complained of. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

export interface WatchedPage {
  readonly page: Page
  /** Console errors, uncaught exceptions, and what the content policy stopped. */
  readonly complaints: string[]
  close(): Promise<void>
}

export interface TestBrowser {
  open(url: string, options?: BrowserContextOptions): Promise<WatchedPage>
  close(): Promise<void>
}

/** None of them may ask the network for anything but the gateway. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Runs in the page, before its own scripts. */
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) => {
  console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI)
})`

/** @param executablePath of `requires('chromium')` */
export async function openBrowser(executablePath: string): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({ executablePath, args: ARGUMENTS })
  return {
    async open(url, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.addInitScript({ content: TELL_VIOLATIONS })
      await page.goto(url)
      return { page, complaints, close: () => context.close() }
    },
    close: () => browser.close(),
  }
}
