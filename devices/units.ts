/** Converts values to the unit that their vital sign is kept in; the adapter of `@lhncbc/ucum-lhc`. */
import { createRequire } from 'node:module'
import type { Original } from './codec.ts'
import { isExact, scaled } from './scaled.ts'
import { UNIT_ALIASES } from './unitAliases.ts'
import type { Vital } from './vitals.ts'

/** What this file uses of UcumLhcUtils 7.1. */
interface Ucum {
  convertUnitTo(
    from: string,
    value: number,
    to: string,
    options: { molecularWeight: number | null },
  ): { status: string; toVal: number | null; msg: readonly string[] }
}

/** Value in the vital's own unit = factor * value + offset. */
interface Conversion {
  /** UCUM code of the sender's unit. */
  readonly unit: string
  readonly factor: number
  readonly offset: number
}

/** Not a unit at all, or a unit of something else. */
export type UnitFault = 'unknownUnit' | 'wrongUnit'

export interface Converted {
  /** Integer of 10^-vital.decimals vital.unit; infinite where the value is. */
  readonly value: number
  /** What was sent, null where the integer says it exactly. */
  readonly original: Original | null
}

export interface Units {
  convert(value: number, unit: string, vital: Vital): Converted | UnitFault
}

/** Units come from the network: what is learnt of them is bounded. */
const CACHED = 512
/** The library trims blanks and reads far longer expressions. */
const UNIT_TEXT = /^[!-~]{1,32}$/

/** 28 ms and 14 MB (Node 24): paid when the first unit comes that is not the vital's own. */
function loadUcum(): Ucum {
  const require = createRequire(import.meta.url)
  return require('@lhncbc/ucum-lhc').UcumLhcUtils.getInstance()
}

/** What one value converts to; the library throws on some texts, and guesses ("we assumed you meant") on others. */
function probe(ucum: Ucum, value: number, unit: string, vital: Vital): number | UnitFault {
  try {
    const options = { molecularWeight: vital.molarMass }
    const { status, toVal, msg } = ucum.convertUnitTo(unit, value, vital.unit, options)
    if (status === 'succeeded' && msg.length === 0 && toVal !== null && Number.isFinite(toVal)) return toVal
    return status === 'failed' && msg.length === 1 ? 'wrongUnit' : 'unknownUnit'
  } catch {
    return 'unknownUnit'
  }
}

/** Finds the line through two conversions, and refuses units (decibel, pH) where a third is not on it. */
function learn(ucum: Ucum, unit: string, vital: Vital): Conversion | UnitFault {
  const zero = probe(ucum, 0, unit, vital)
  const thousand = probe(ucum, 1000, unit, vital)
  const hundred = probe(ucum, 100, unit, vital)
  if (typeof zero !== 'number') return zero
  if (typeof thousand !== 'number') return thousand
  if (typeof hundred !== 'number') return hundred
  const slope = (thousand - zero) / 1000
  // The same unit by another name ({beats}/min, L for l) comes out of the library's arithmetic as 1 + 1e-16.
  const factor = Math.abs(slope - 1) < 1e-12 ? 1 : slope
  if (!(Math.abs(factor * 100 + zero - hundred) <= 1e-9 * Math.abs(thousand - zero))) return 'wrongUnit'
  // UCUM ignores {annotations}: to it "%" and "{steps}" are both numbers. A count takes plain numbers alone.
  if (vital.unit.startsWith('{') && (factor !== 1 || zero !== 0)) return 'wrongUnit'
  return { unit, factor, offset: zero }
}

export function createUnits(options: { load?: () => Ucum } = {}): Units {
  const known = new Map<string, Conversion | UnitFault>()
  let ucum: Ucum | null = null

  function find(sent: string, vital: Vital): Conversion | UnitFault {
    const unit = UNIT_ALIASES.get(sent) ?? sent
    if (unit === vital.unit) return { unit, factor: 1, offset: 0 }
    if (!UNIT_TEXT.test(unit)) return 'unknownUnit'
    const key = `${vital.code} ${unit}`
    const found = known.get(key)
    if (found !== undefined) return found
    ucum ??= (options.load ?? loadUcum)()
    const conversion = learn(ucum, unit, vital)
    if (known.size === CACHED) known.clear()
    known.set(key, conversion)
    return conversion
  }

  return {
    convert(value, unit, vital) {
      const conversion = find(unit, vital)
      if (typeof conversion === 'string') return conversion
      const own = conversion.factor === 1 && conversion.offset === 0
      const integer = scaled(own ? value : value * conversion.factor + conversion.offset, vital.decimals)
      const exact = own && isExact(value, integer, vital.decimals)
      return { value: integer, original: exact ? null : { value, unit: conversion.unit } }
    },
  }
}
