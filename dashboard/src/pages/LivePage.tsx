/** The first window: every patient's newest readings as they arrive, and what did not arrive as it should. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import {
  assignmentsQuestion,
  devicesQuestion,
  gapsQuestion,
  latestQuestion,
  patientsQuestion,
  quarantineQuestion,
} from '../api/questions.ts'
import { useLive } from '../live/liveModel.ts'
import { subjects, type TileSubject } from '../live/subjects.ts'
import { AskFailed } from '../parts/AskFailed.tsx'
import { Disclaimer } from '../parts/Disclaimer.tsx'
import { GapsPanel } from '../parts/GapsPanel.tsx'
import { HowToConnect } from '../parts/HowToConnect.tsx'
import { LostLinkBar } from '../parts/LostLinkBar.tsx'
import { PageFooter } from '../parts/PageFooter.tsx'
import { PageHeader } from '../parts/PageHeader.tsx'
import { Panel } from '../parts/Panel.tsx'
import { QuarantinePanel } from '../parts/QuarantinePanel.tsx'
import { RefusedDrawer } from '../parts/RefusedDrawer.tsx'
import { StoreFailingBar } from '../parts/StoreFailingBar.tsx'
import { SubjectDrawer } from '../parts/SubjectDrawer.tsx'
import { TileGrid } from '../parts/TileGrid.tsx'
import { deviceName } from '../words/presenceWords.ts'
import styles from './LivePage.module.css'

export function LivePage() {
  const { readings } = useLive()
  const devices = useQuery(devicesQuestion)
  const patients = useQuery(patientsQuestion)
  const assignments = useQuery(assignmentsQuestion)
  const latest = useQuery(latestQuestion)
  const quarantine = useQuery(quarantineQuestion)
  const gaps = useQuery(gapsQuestion)
  const [opened, setOpened] = useState<TileSubject['key'] | null>(null)
  const [refusal, setRefusal] = useState<number | null>(null)

  useEffect(() => {
    if (latest.data) readings.takeLatest(latest.data.values)
  }, [latest.data, readings])

  const asked = [devices, patients, assignments, latest]
  const failed = asked.find(({ error }) => error !== null)
  const isKnown = devices.data !== undefined && patients.data !== undefined && assignments.data !== undefined
  const names = new Map(devices.data?.devices.map((device) => [device.id, deviceName(device)]))
  const nameOf = (deviceId: string) => names.get(deviceId) ?? deviceId
  const {
    patients: wearing,
    unassigned,
    withoutDevice,
  } = subjects({
    patients: patients.data?.patients ?? [],
    devices: devices.data?.devices ?? [],
    assignments: assignments.data?.assignments ?? [],
  })
  const isEmpty = isKnown && wearing.length === 0 && unassigned.length === 0
  const openedSubject = [...wearing, ...unassigned].find(({ key }) => key === opened) ?? null

  return (
    <>
      <LostLinkBar />
      <StoreFailingBar />
      <PageHeader
        counts={[
          { href: '#patients', count: wearing.length, words: wearing.length === 1 ? 'patient' : 'patients' },
          { href: '#unassigned', count: unassigned.length, words: 'not assigned' },
          { href: '#refused', count: refusedCount(devices.data?.devices), words: 'refused' },
          { href: '#missing', count: missingCount(devices.data?.devices), words: 'missing' },
        ]}
      />
      <Disclaimer />
      <main className={styles.main}>
        {failed?.error && (
          <AskFailed
            what="The gateway was asked and did not answer"
            error={failed.error}
            stillWorks="Readings that arrive are shown all the same."
            onRetry={() => Promise.all(asked.map(({ refetch }) => refetch()))}
          />
        )}
        {!isKnown && !failed && <Loading />}
        {isEmpty && (
          <Panel
            id="patients"
            title="No device yet"
            hint="Patients and their readings will be here, each in a tile of its own."
          >
            <HowToConnect />
          </Panel>
        )}
        {wearing.length > 0 && (
          <section id="patients" className={styles.section} aria-labelledby="patients-title">
            <h2 id="patients-title" className={styles.unseen}>
              Patients
            </h2>
            <TileGrid subjects={wearing} onOpen={setOpened} />
            <p className={styles.note}>Small charts show the last 10 minutes.</p>
            {withoutDevice.length > 0 && (
              <p className={styles.note}>
                Without a device: {withoutDevice.map(({ displayName }) => displayName).join('; ')}.
              </p>
            )}
          </section>
        )}
        {unassigned.length > 0 && (
          <section id="unassigned" className={styles.section} aria-labelledby="unassigned-title">
            <h2 id="unassigned-title" className={styles.heading}>
              Devices that nobody wears
            </h2>
            <TileGrid subjects={unassigned} onOpen={setOpened} />
          </section>
        )}
        {isKnown && (
          <div className={styles.panels}>
            <QuarantinePanel page={quarantine.data} nameOf={nameOf} onOpen={setRefusal} />
            <GapsPanel gaps={gaps.data?.gaps} nameOf={nameOf} />
          </div>
        )}
      </main>
      <PageFooter withHowTo={!isEmpty} />
      <SubjectDrawer subject={openedSubject} nameOf={nameOf} onClose={() => setOpened(null)} />
      <RefusedDrawer position={refusal} nameOf={nameOf} onClose={() => setRefusal(null)} />
    </>
  )
}

function refusedCount(devices: readonly { readonly quarantined: number }[] = []): number {
  return devices.reduce((sum, { quarantined }) => sum + quarantined, 0)
}

function missingCount(devices: readonly { readonly missingMessages: number }[] = []): number {
  return devices.reduce((sum, { missingMessages }) => sum + missingMessages, 0)
}

/** Only seen where the gateway takes longer than a blink. */
function Loading() {
  return (
    <div className={styles.loading} role="status" aria-label="Loading">
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} height={220} radius="md" animate={false} />
      ))}
    </div>
  )
}
