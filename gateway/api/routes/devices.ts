/** Devices: list, one, register, new credentials, revoke. */
import { vitalsTopic } from '../../../devices/topic.ts'
import { failure } from '../../failures.ts'
import type { DeviceStore } from '../../store/devices.ts'
import type { Device as StoredDevice } from '../../store/deviceTable.ts'
import { NewDevice } from '../../store/newDevice.ts'
import type { Api } from '../api.ts'
import type { DirectoryInForce } from '../directoryInForce.ts'
import { type Credentials, Device, DeviceList, RegisteredDevice } from '../schemas/device.ts'
import { DeviceParams } from '../schemas/parameters.ts'
import type { ShowDevices } from '../shownDevices.ts'

export interface DeviceRoutesPorts {
  readonly devices: DeviceStore
  readonly showDevices: ShowDevices
  readonly directory: DirectoryInForce
}

const tags = ['devices']

function credentials({ id, kind, prefix }: StoredDevice, password: string): Credentials {
  const topic = kind === 'bridge' ? `${prefix}/+/BTtoMQTT/+` : vitalsTopic(id)
  return { clientId: id, username: id, password, topic }
}

export function deviceRoutes(api: Api, { devices, showDevices, directory }: DeviceRoutesPorts): void {
  async function show(device: StoredDevice): Promise<Device> {
    const [shown] = await showDevices([device])
    return shown!
  }

  api.get(
    '/devices',
    { schema: { tags, summary: 'All devices and how they are', response: { 200: DeviceList } } },
    async () => ({ devices: await showDevices(await devices.list()) }),
  )

  api.get(
    '/devices/:deviceId',
    { schema: { tags, summary: 'One device', params: DeviceParams, response: { 200: Device } } },
    async ({ params: { deviceId } }) => {
      const device = await devices.find(deviceId)
      if (device) return await show(device)
      throw failure('notFound', 'No such device.', {
        field: 'deviceId',
        allowed: 'the id of a registered device',
        given: deviceId,
      })
    },
  )

  api.post(
    '/devices',
    {
      schema: {
        tags,
        summary: 'Register a device; its password is shown this once',
        body: NewDevice,
        response: { 201: RegisteredDevice },
      },
    },
    async ({ body }, reply) => {
      const { device, token } = await directory.change(() => devices.register(body))
      const registered = {
        device: await show(device),
        credentials: token === null ? null : credentials(device, token),
      }
      return await reply.code(201).send(registered)
    },
  )

  api.post(
    '/devices/:deviceId/rotate',
    {
      schema: {
        tags,
        summary: 'A new password; the old one is good no more',
        params: DeviceParams,
        response: { 200: RegisteredDevice },
      },
    },
    async ({ params: { deviceId } }) => {
      const { device, token } = await directory.change(() => devices.rotate(deviceId))
      return { device: await show(device), credentials: credentials(device, token) }
    },
  )

  api.post(
    '/devices/:deviceId/revoke',
    {
      schema: {
        tags,
        summary: 'Let a device in no more, for good',
        params: DeviceParams,
        response: { 200: Device },
      },
    },
    async ({ params: { deviceId } }) => await show(await directory.change(() => devices.revoke(deviceId))),
  )
}
