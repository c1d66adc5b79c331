export { type ComparedCell, type ComparedKey, type ComparedRow, type Comparison, compareDocuments, indicesAfter } from './compare-documents'
export { type TotalsDifference, compareTotals } from './compare-totals'
