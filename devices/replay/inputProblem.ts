/** What is wrong with a recording or with what was asked of it: for the person at the command line. */

export interface InputFacts {
  readonly field: string
  readonly allowed: string
  readonly given?: string
}

export class InputProblem extends Error {
  readonly facts: InputFacts

  constructor(facts: InputFacts) {
    const given = facts.given === undefined ? '' : `given ${JSON.stringify(facts.given)}, `
    super(`${facts.field}: ${given}allowed ${facts.allowed}`)
    this.name = 'InputProblem'
    this.facts = facts
  }
}
