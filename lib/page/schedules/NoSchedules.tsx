/** What schedules are for, and how one is made. */
export function NoSchedules() {
  return (
    <section class="no-schedules" aria-label="How to schedule a notebook">
      <p>
        Nothing of yours runs by the clock. A schedule runs a notebook when you say, such as on
        weekdays at 06:00, so that its figures are there before you are; it can send the letters of
        its summaries, too.
      </p>
      <p>
        Open <a href="/">a notebook</a> that you may edit, and take <em>Schedule</em> from its menu
        {" "}
        <em>More</em>.
      </p>
    </section>
  );
}
