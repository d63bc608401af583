/** A way that parts in two. */
export function BranchIcon() {
  return (
    <svg
      viewBox="0 0 16 16"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M8 1.5v3.2M3.5 14.5V9.2A4.5 4.5 0 0 1 8 4.7a4.5 4.5 0 0 1 4.5 4.5v5.3M1.7 12.7l1.8 1.8 1.8-1.8M10.7 12.7l1.8 1.8 1.8-1.8" />
    </svg>
  );
}

/** Ways that run side by side and meet again; dashed where only some of them may run. */
export function ForkIcon({ dashed = false }: { dashed?: boolean }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M8 1.5v2.2M3 12.3V5.2A1.5 1.5 0 0 1 4.5 3.7h7A1.5 1.5 0 0 1 13 5.2v7.1M3 12.3h10M8 12.3v2.2" />
      <path d="M8 3.7v8.6" strokeDasharray={dashed ? '1.5 2' : undefined} />
    </svg>
  );
}
