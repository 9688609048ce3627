/** Units of SenML and what UCUM calls them; a unit that is not in this table is refused. */
export const SENML_UNITS: ReadonlyMap<string, string> = new Map([
  // IANA registry "SenML Units" (RFC 8428, section 12.1). Beware: % is the older name of /, a ratio where 1 is all
  // of it, "NOT a percentage"; /100 is the percentage (RFC 8798).
  ['/', '1'],
  ['%', '1'],
  ['count', '1'],
  ['beat/min', '/min'],
  ['1/min', '/min'],
  ['1/s', '/s'],
  ['Hz', 'Hz'],
  ['Cel', 'Cel'],
  ['K', 'K'],
  ['Pa', 'Pa'],
  ['kg', 'kg'],
  ['g', 'g'],
  ['l/s', 'L/s'],
  ['m3/s', 'm3/s'],
  ['kg/m3', 'kg/m3'],
  // Secondary units (RFC 8798, and CoRE-1 for concentrations)
  ['/100', '%'],
  ['/1000', '[ppth]'],
  ['hPa', 'hPa'],
  ['g/l', 'g/L'],
  ['mg/l', 'mg/L'],
  ['ug/l', 'ug/L'],
  // UCUM where the registry has nothing for a vital sign, and means nothing else by it
  ['/min', '/min'],
  ['mm[Hg]', 'mm[Hg]'],
  ['kPa', 'kPa'],
  ['mg/dL', 'mg/dL'],
  ['mmol/L', 'mmol/L'],
  ['L/min', 'L/min'],
  ['[degF]', '[degF]'],
  ['[lb_av]', '[lb_av]'],
  ['{steps}', '{steps}'],
])
