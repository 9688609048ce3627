import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { connectAsync, type MqttClient } from 'mqtt'
import type { Locator, Page } from 'playwright-core'
import { createGateway, type Gateway } from '../../gateway/app.ts'
import { readConfig } from '../../gateway/config.ts'
import { createLog } from '../../gateway/log.ts'
import { alarmPixels } from '../support/alarmPixels.ts'
import { openBrowser, type TestBrowser, type WatchedPage } from '../support/browser.ts'
import { buildDashboard } from '../support/builtDashboard.ts'
import { eventually } from '../support/eventually.ts'
import { createHeldLink } from '../support/heldLink.ts'
import { heartRate, message, oxygenSaturation } from '../support/message.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const has = requires('chromium')

/** What is read of a running animation of the page. */
interface RunningAnimation {
  readonly effect: {
    readonly target: { readonly outerHTML: string }
    getTiming(): { readonly duration: number }
  }
}

has.describe('the live page', () => {
  const dashboardFolder = temporaryFolder()
  const dataDir = temporaryFolder()
  const opened: WatchedPage[] = []
  const devices: MqttClient[] = []
  let gateway: Gateway
  let browser: TestBrowser

  beforeAll(async () => {
    await buildDashboard(dashboardFolder)
    gateway = await createGateway({
      config: readConfig({ HTTP_PORT: '0', MQTT_PORT: '0', MESSAGES_PER_SECOND: '0', DATA_DIR: dataDir }),
      log: createLog({ level: 'silent' }),
      version: '0.0.0-test',
      dashboardFolder,
      onFatal(error) {
        throw error
      },
    })
    browser = await openBrowser(has.path)
  })

  afterEach(async () => {
    for (const page of opened.splice(0)) await page.close()
  })

  afterAll(async () => {
    await browser.close()
    await Promise.all(devices.map((device) => device.endAsync(true)))
    await gateway.close()
  })

  async function open(path = '/', options: Parameters<TestBrowser['open']>[1] = {}, port = gateway.httpPort) {
    const watched = await browser.open(`http://localhost:${port}${path}`, options)
    opened.push(watched)
    return watched
  }

  async function connect(id: string, label = ''): Promise<MqttClient> {
    const { token } = await gateway.store.devices.register({ id, kind: 'device', label, intervalS: 5 })
    const device = await connectAsync(`mqtt://127.0.0.1:${gateway.mqttPort}`, {
      clientId: id,
      username: id,
      password: token!,
      reconnectPeriod: 0,
    })
    devices.push(device)
    return device
  }

  function send(device: MqttClient, payload: object | string) {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
    return device.publishAsync(`v1/${device.options.clientId}/vitals`, text, { qos: 1 })
  }

  function figure(page: Page, title: string, vital: string): Locator {
    return page.locator('article', { hasText: title }).locator(`[data-vital="${vital}"]`)
  }

  async function isLive(page: Page): Promise<void> {
    await page
      .getByRole('status')
      .filter({ hasText: /^Live$/ })
      .waitFor()
  }

  test('before any device it says how to connect one', async () => {
    const { page, complaints } = await open()
    await page.getByRole('heading', { name: 'No device yet' }).waitFor()
    await page.getByText('mosquitto_pub -h localhost').waitFor()
    await page.getByText('Not a certified medical device.').waitFor()
    await page.getByText('112, 911, 999').waitFor()
    expect(complaints).toEqual([])
  })

  test('a reading is on the page within a second of its publish, without a reload', async () => {
    const { page, complaints } = await open()
    await isLive(page)
    const device = await connect('oxi-1', 'bed 4, finger')
    await page.getByRole('heading', { name: 'bed 4, finger' }).waitFor()
    await send(device, message(1, Date.now(), oxygenSaturation(97.6), heartRate(71)))
    await figure(page, 'bed 4', 'oxygenSaturation').getByText('98').waitFor({ timeout: 1000 })
    await figure(page, 'bed 4', 'heartRate').getByText('71').waitFor({ timeout: 1000 })

    const sentMs = performance.now()
    await send(device, message(2, Date.now(), oxygenSaturation(93)))
    await figure(page, 'bed 4', 'oxygenSaturation').getByText('93').waitFor({ timeout: 1000 })
    expect(performance.now() - sentMs).toBeLessThan(1000)
    await page.getByText(/^2 stored$/).waitFor()
    expect(complaints).toEqual([])
  })

  test('a patient’s tile shows the patient’s readings, no signal and doubt in words', async () => {
    const { page, complaints } = await open()
    const patient = await gateway.store.patients.create({ displayName: 'FERN, Ada' })
    const device = await connect('patch-1', 'chest patch')
    await fetch(`http://localhost:${gateway.httpPort}/api/v1/assignments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId: 'patch-1', patientId: patient.id }),
    })
    await page.getByRole('button', { name: 'FERN, Ada' }).waitFor()
    const quality = 'questionable'
    await send(device, message(1, Date.now(), { ...heartRate(141), quality }, oxygenSaturation(0)))
    const heart = figure(page, 'FERN, Ada', 'heartRate')
    await heart.getByText('141').waitFor()
    await heart.getByText('questionable').waitFor()
    const saturation = figure(page, 'FERN, Ada', 'oxygenSaturation')
    await saturation.getByText('no signal').waitFor()
    expect(await saturation.getByText('0', { exact: true }).count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('by keyboard alone a tile opens with every source and its times, and gives the focus back', async () => {
    const { page, complaints } = await open()
    const tile = page.getByRole('button', { name: 'FERN, Ada' })
    await tile.waitFor()
    await eventually(async () => {
      await page.keyboard.press('Tab')
      return await tile.evaluate((element) => element.matches(':focus'))
    })
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'FERN, Ada' })
    await dialog
      .getByText(/^measured \d\d:\d\d:\d\d/)
      .first()
      .waitFor()
    await dialog.getByText('chest patch').first().waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await eventually(() => tile.evaluate((element) => element.matches(':focus')))
    expect(complaints).toEqual([])
  })

  test('a refused payload appears with its reason, its bytes in a drawer; a gap is listed', async () => {
    const { page, complaints } = await open()
    await isLive(page)
    const device = await connect('faulty-1', 'old cuff')
    await send(device, '{"readings":[{"vital":"heartRate","value":"72","unit":"/min"}]}')
    await send(device, message(5, Date.now(), heartRate(60)))
    await send(device, message(9, Date.now() + 1, heartRate(61)))
    const row = page.getByRole('button', { name: /Wrong kind of value.*old cuff/ })
    await row.click()
    const dialog = page.getByRole('dialog', { name: 'Refused payload' })
    await dialog.getByText('"value":"72"').waitFor()
    await dialog.getByText('0000 7b 22 72').waitFor()
    await page.keyboard.press('Escape')
    await page.reload()
    await page.getByText('3 messages missing').waitFor()
    expect(complaints).toEqual([])
  })

  test('a link that falls silent is told within three seconds, and what was missed is there after it', async () => {
    const link = await createHeldLink(gateway.httpPort)
    try {
      const { page } = await open('/', {}, link.port)
      await isLive(page)
      const device = devices[0]!
      link.hold()
      const heldMs = performance.now()
      await page
        .getByRole('alert')
        .filter({ hasText: /^Not live since \d\d:\d\d:\d\d/ })
        .waitFor()
      expect(performance.now() - heldMs).toBeLessThan(3200)
      await send(device, message(50, Date.now(), oxygenSaturation(88)))
      link.release()
      await page.getByRole('alert').waitFor({ state: 'detached' })
      await figure(page, 'bed 4', 'oxygenSaturation').getByText('88').waitFor()
    } finally {
      await link.close()
    }
  })

  test.each([
    [1440, 900],
    [390, 844],
    [320, 700],
  ])('nothing is cut off and nothing scrolls sideways at %i x %i', async (width, height) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, complaints } = await open('/', { viewport: { width, height }, colorScheme })
      await page.getByRole('button', { name: 'FERN, Ada' }).waitFor()
      const wide = await page
        .locator('main *')
        .evaluateAll(
          (elements, edge) =>
            elements
              .filter((element) => element.getBoundingClientRect().right > edge + 1)
              .map((element) => element.outerHTML.slice(0, 80)),
          width,
        )
      expect(wide).toEqual([])
      expect(await page.locator('html').evaluate((root) => root.scrollWidth)).toBeLessThanOrEqual(width)
      expect(complaints).toEqual([])
    }
  })

  test('while nothing is wrong, no pixel is red, yellow or cyan', async () => {
    const blank = await browser.open('about:blank')
    opened.push(blank)
    for (const alarm of ['#c0141c', '#ffc629', '#55cfe4']) {
      await blank.page.setContent(`<p style="color:${alarm}">alarm`)
      expect(await alarmPixels(blank.page, await blank.page.screenshot())).toBeGreaterThan(0)
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open('/', { colorScheme })
      await page.getByRole('button', { name: 'FERN, Ada' }).waitFor()
      const picture = await page.screenshot({ fullPage: true })
      expect(await alarmPixels(blank.page, picture)).toBe(0)
    }
  })

  test('who wants less motion gets none', async () => {
    const { page } = await open('/', { reducedMotion: 'reduce' })
    await page.getByRole('button', { name: 'FERN, Ada' }).waitFor()
    const moving = await page
      .locator('html')
      .evaluate((root) =>
        (root.ownerDocument.getAnimations() as RunningAnimation[])
          .filter(({ effect }) => effect.getTiming().duration > 0)
          .map(({ effect }) => effect.target.outerHTML),
      )
    expect(moving).toEqual([])
  })

  test('the description of the API is rendered under the same policy', async () => {
    const { page, complaints } = await open('/docs/')
    await page.getByText('/api/v1/devices/{deviceId}', { exact: true }).waitFor()
    await page.getByText('Register a device; its password is shown this once').click()
    await page.getByText('Request body').first().waitFor()
    expect(complaints).toEqual([])
  })

  test('the first script weighs less than 250 kB', async () => {
    const html = readFileSync(join(dashboardFolder, 'index.html'), 'utf8')
    const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path!)
    expect(scripts.length).toBeGreaterThan(0)
    const bytes = scripts.reduce(
      (sum, path) => sum + gzipSync(readFileSync(join(dashboardFolder, path))).length,
      0,
    )
    expect(bytes).toBeLessThan(250_000)
  })
})
