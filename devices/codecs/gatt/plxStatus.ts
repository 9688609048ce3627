/** What a pulse oximeter says of its own measurement, as one quality (Pulse Oximeter Service 1.0.1, section 3.2). */
import { QUALITY } from '../../quality.ts'

/** Measurement Status, by bit. What is shown or tested is nobody's oxygen saturation. */
const MEASUREMENT: readonly (readonly [bits: number, quality: number])[] = [
  [0x0040, QUALITY.questionable], // early estimated data
  [0x0080, QUALITY.good], // validated data
  [0x0100, QUALITY.good], // fully qualified data
  [0x0400, QUALITY.invalid], // data for demonstration
  [0x0800, QUALITY.invalid], // data for testing
  [0x1000, QUALITY.questionable], // calibration ongoing
  [0x2000, QUALITY.noSignal], // measurement unavailable
  [0x4000, QUALITY.questionable], // questionable measurement detected
  [0x8000, QUALITY.invalid], // invalid measurement detected
]

/**
 * Device and Sensor Status, by bit. Only a sensor that is not on the patient takes the value away; whether a
 * malfunction spoilt the measurement is for Measurement Status to say.
 */
const SENSOR: readonly (readonly [bits: number, quality: number])[] = [
  [0x0002, QUALITY.questionable], // equipment malfunction
  [0x0004, QUALITY.questionable], // signal processing irregularity
  [0x0008, QUALITY.questionable], // inadequate signal
  [0x0010, QUALITY.questionable], // poor signal
  [0x0020, QUALITY.questionable], // low perfusion
  [0x0040, QUALITY.questionable], // erratic signal
  [0x0080, QUALITY.questionable], // non-pulsatile signal
  [0x0100, QUALITY.questionable], // questionable pulse
  [0x0400, QUALITY.questionable], // sensor interference
  [0x0800, QUALITY.noSignal], // sensor unconnected to user
  [0x1000, QUALITY.questionable], // unknown sensor connected
  [0x2000, QUALITY.questionable], // sensor displaced
  [0x4000, QUALITY.questionable], // sensor malfunctioning
  [0x8000, QUALITY.noSignal], // sensor disconnected
]

/** The worst that any bit says. */
export function plxQuality(measurementStatus: number, sensorStatus: number): number {
  let quality: number = QUALITY.unstated
  for (const [bit, says] of MEASUREMENT) if (measurementStatus & bit) quality = Math.max(quality, says)
  for (const [bit, says] of SENSOR) if (sensorStatus & bit) quality = Math.max(quality, says)
  return quality
}
