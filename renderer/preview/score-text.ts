/** `0.93`; scores of an untrained model keep what there is to see of them: `0.00016`. */
export function scoreText(score: number): string {
  return score >= 0.01 || score === 0 ? score.toFixed(2) : String(Number(score.toPrecision(2)))
}
