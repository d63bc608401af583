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
