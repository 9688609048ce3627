/** `vitalgate patient`: enough to give devices to patients without the dashboard. */
import { Command } from 'commander'
import type { CliContext } from './context.ts'
import { addPatientCommand } from './patient/addPatient.ts'
import { listPatientsCommand } from './patient/listPatients.ts'

export function patientCommand(context: CliContext): Command {
  return new Command('patient')
    .addCommand(addPatientCommand(context))
    .addCommand(listPatientsCommand(context))
}
