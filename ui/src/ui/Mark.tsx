/** Banli's mark: the letter B signing off. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#14586e" />
      <path
        d="M9 8.5v15M9 16.5h7.2a4 4 0 0 0 0-8H9M9 23.5h8.4"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path
        d="m17.5 21.2 2.9 2.9 4.8-5.6"
        fill="none"
        stroke="#f3b44b"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
