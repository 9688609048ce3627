/** What can be asked of a replay on the command line. */

export interface ReplayCommandOptions {
  readonly device: string
  readonly token?: string
  readonly register?: boolean
  readonly map: readonly string[]
  readonly rate?: number
  readonly speed: number
  readonly start?: number | 'now'
  readonly keepTimes?: boolean
  readonly timeColumn?: string
  readonly skipRows: number
  readonly delimiter: string
  readonly format: 'csv' | 'empatica'
  readonly url?: string
  readonly json?: boolean
}
