/** Every default of the broker in one table, each with its reason. */

const KIB = 1024
const MIB = 1024 * KIB

export const LIMITS = {
  /** A CONNECT before anybody is known: id, user, token and a status will need well under 1 KiB. */
  connectBytes: 8 * KIB,
  /** What a wearable uploads at once; more is kept only up to here and quarantined. */
  payloadBytes: 64 * KIB,
  /** A SUBSCRIBE or UNSUBSCRIBE; a device has three filters to ask for. */
  filtersBytes: 64 * KIB,
  /** Levels of a filter; the matcher of aedes throws beyond. */
  filterLevels: 100,
  /** Beyond this a PUBLISH is not read to its end to be acknowledged: its connection closes. */
  frameBytes: 16 * MIB,
  /** Most that crosses with one copy: just the longest topic and payload; a batch must have room for its messages. */
  runBytes: 132 * KIB,
  /** PUBLISH packets of one lane on their way to the commit; 160 in flight is a fast publisher. */
  unacknowledged: 1024,
  /** QoS 2 packet ids between PUBLISH and PUBREL: a client that never sends PUBREL is cut here. */
  openQos2: 1024,
  /** Bytes that wait for aedes to read them before the socket is paused. */
  forwardBytes: 64 * KIB,
  /** Packets of one client that go to aedes, a second; one costs 5 to 20 us, so a flood takes 2 % of a core. */
  forwardsPerSecond: 1000,
  /** Unsent bytes of a client that does not read; above Node's own mark (64 KiB), so that 'drain' follows. */
  outputBytes: 256 * KIB,
  /** Topics of one lane whose way in is remembered; a bridge hears some dozens of sensors. */
  rememberedTopics: 64,
  /** From accept to a whole CONNECT, and to the answer of authentication. */
  connectTimeoutMs: 10_000,
  /** For a packet that has begun to be there: this, and one more millisecond for each of its bytes. */
  packetTimeoutMs: 30_000,
  /** Reading on after our half of a connection is closed: input left unread would turn the close into RST. */
  lingerMs: 2_000,
  /** Period of the one timer behind keep-alive, rate and timeouts. */
  sweepMs: 500,
  /** How long aedes waits for a client that does not read what was published to it. */
  drainTimeoutMs: 2_000,
  /** Messages that may come at once after silence, as seconds of the device's rate; above one sweep. */
  burstS: 2,
  /** Closing the broker waits this long for the commits that are under way. */
  closeTimeoutMs: 2_000,
} as const

export type Limits = { readonly [name in keyof typeof LIMITS]: number }
