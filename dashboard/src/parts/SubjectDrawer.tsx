/** All that is known of one tile: every source of every vital with its times, and how each device is. */
import type { Device } from '../../../gateway/api/schemas/device.ts'
import { useLive } from '../live/liveModel.ts'
import { useObservable } from '../live/observable.ts'
import { agedFromMs, type Subject, type SubjectKey, type VitalState } from '../live/subject.ts'
import { useSubject } from '../live/useSubject.ts'
import { PLACES } from '../live/vitalCells.ts'
import { ageWords } from '../words/age.ts'
import { moment } from '../words/clock.ts'
import { deviceName, isPresent } from '../words/presenceWords.ts'
import { qualityWords, valueWords } from '../words/valueWords.ts'
import { vitalOf } from '../words/vitalWords.ts'
import { Chip } from './Chip.tsx'
import { SideDrawer } from './SideDrawer.tsx'
import styles from './SubjectDrawer.module.css'

export interface SubjectDrawerProps {
  readonly subject: {
    readonly key: SubjectKey
    readonly title: string
    readonly devices: readonly Device[]
  } | null
  nameOf(deviceId: string): string
  onClose(): void
}

export function SubjectDrawer({ subject, nameOf, onClose }: SubjectDrawerProps) {
  return (
    <SideDrawer title={subject?.title ?? ''} isOpen={subject !== null} onClose={onClose}>
      {subject && <SubjectFacts subject={subject.key} devices={subject.devices} nameOf={nameOf} />}
    </SideDrawer>
  )
}

interface SubjectFactsProps {
  readonly subject: SubjectKey
  readonly devices: readonly Device[]
  nameOf(deviceId: string): string
}

function SubjectFacts({ subject, devices, nameOf }: SubjectFactsProps) {
  const vitals: Subject = useSubject(subject)
  const nowMs = useObservable(useLive().second)
  return (
    <>
      <h3 className={styles.heading}>Newest readings, each source</h3>
      {vitals.size === 0 && <p>No reading yet.</p>}
      <ul>
        {PLACES.flatMap((place) => vitals.get(place) ?? []).map((vital) => (
          <VitalSources key={vital.vital} state={vital} nowMs={nowMs} nameOf={nameOf} />
        ))}
      </ul>
      <h3 className={styles.heading}>Devices</h3>
      {devices.length === 0 && <p>None is assigned.</p>}
      <ul>
        {devices.map((device) => (
          <DeviceFacts key={device.id} device={device} nowMs={nowMs} />
        ))}
      </ul>
    </>
  )
}

interface VitalSourcesProps {
  readonly state: VitalState
  readonly nowMs: number
  nameOf(deviceId: string): string
}

function VitalSources({ state: { vital, sources, preferredDeviceId }, nowMs, nameOf }: VitalSourcesProps) {
  const { label, shownUnit } = vitalOf(vital)
  return (
    <li className={styles.item}>
      <h4 className={styles.name}>{label}</h4>
      <ul>
        {[...sources.values()].map((source) => {
          const doubt = qualityWords(source.quality)
          return (
            <li key={source.deviceId} className={styles.source}>
              <p className={styles.value}>
                <b>{valueWords(vital, source.value)}</b> {shownUnit}{' '}
                {doubt && <Chip kind="line">{doubt}</Chip>}
              </p>
              <p>
                {nameOf(source.deviceId)}{' '}
                {sources.size > 1 && source.deviceId === preferredDeviceId && <Chip>preferred</Chip>}
              </p>
              <p className={styles.times}>
                {source.ageBasis === 'measured' ? (
                  <>
                    measured {moment(Date.parse(source.measuredAt), nowMs)},{' '}
                    {ageWords(nowMs - agedFromMs(source))} ago
                  </>
                ) : (
                  <>sent without a time to trust, {ageWords(nowMs - agedFromMs(source))} ago</>
                )}
                <br />
                received {moment(Date.parse(source.receivedAt), nowMs)}
              </p>
            </li>
          )
        })}
      </ul>
    </li>
  )
}

function DeviceFacts({ device, nowMs }: { readonly device: Device; readonly nowMs: number }) {
  const { presence, lastSeenAt, intervalSeconds, missingMessages, quarantined, kind } = device
  const since = presence.since === null ? '' : ` since ${moment(Date.parse(presence.since), nowMs)}`
  return (
    <li className={styles.item}>
      <h4 className={styles.name}>
        {deviceName(device)} <code className={styles.id}>{device.id}</code>
      </h4>
      <dl className={styles.facts}>
        <dt>Connection</dt>
        <dd>
          {kind === 'sensor'
            ? 'heard by its bridge'
            : `${isPresent(device) ? 'connected' : 'not connected'}${since}`}
        </dd>
        <dt>Last seen</dt>
        <dd>{lastSeenAt === null ? 'never' : moment(Date.parse(lastSeenAt), nowMs)}</dd>
        <dt>Measures</dt>
        <dd>{intervalSeconds === null ? 'interval unknown' : `every ${ageWords(intervalSeconds * 1000)}`}</dd>
        <dt>Missing</dt>
        <dd>{missingMessages === 0 ? 'none' : `${missingMessages.toLocaleString('en-GB')} messages`}</dd>
        <dt>Refused</dt>
        <dd>{quarantined === 0 ? 'none' : `${quarantined.toLocaleString('en-GB')} payloads`}</dd>
      </dl>
    </li>
  )
}
