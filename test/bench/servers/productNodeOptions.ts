/** With what Node runs the product: as scripts/vitalgate.mjs starts it. */
export const PRODUCT_NODE_OPTIONS = ['--max-semi-space-size=4'] as const
