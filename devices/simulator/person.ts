/** Who wears the wearables: what makes one body differ from another. */
import { type Static, Type } from 'typebox'

/** Lasting conditions that move a body off what its age and sex expect. */
export const TRAITS = ['hypertension', 'diabetes', 'lungDisease', 'fever', 'athlete'] as const

export const Person = Type.Object({
  /** Two wearables with the same seed sit on the same body. */
  seed: Type.String({ minLength: 1, maxLength: 64 }),
  ageYears: Type.Integer({ minimum: 18, maximum: 110 }),
  sex: Type.Union([Type.Literal('female'), Type.Literal('male')]),
  traits: Type.Optional(Type.Array(Type.Enum(TRAITS))),
})
export type Person = Static<typeof Person>

export type Trait = (typeof TRAITS)[number]
