import "./mark.css";

/** Parley's mark: a speech bubble. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12.2 2.4a9.4 9.4 0 1 1-4.5 17.66L2.3 21.7l1.62-5.06A9.4 9.4 0 0 1 12.2 2.4z" />
    </svg>
  );
}
