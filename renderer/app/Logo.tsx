/** Two stems, one grafted onto the other. */
export function Logo() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" strokeWidth="3" strokeLinecap="round" aria-hidden="true">
      <path d="M5 20V10a5 5 0 0 1 5-5" stroke="var(--accent)" />
      <path d="M10 20v-6a4 4 0 0 1 8 0v6" stroke="var(--category-attention)" />
    </svg>
  )
}
