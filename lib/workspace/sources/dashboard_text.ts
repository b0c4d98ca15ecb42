/**
 * Writes the dashboard of events: a notebook like any other, with parameters for what is shown.
 *
 * @module
 */

/** What marks the notebook, whatever it is called. */
export const DASHBOARD_TAG = "dashboard";

/** What it shows where nobody has chosen. */
export interface DashboardBegins {
  readonly source: string;
  readonly metric: string;
}

/** Returns the text of the notebook. */
export function dashboardText({ source, metric }: DashboardBegins): string {
  // JSON is YAML.
  const head = `---
title: Dashboard
description: What the sources of events come to by day
tags: [${DASHBOARD_TAG}]
params:
  source: { type: source, title: Source, default: ${JSON.stringify(source)} }
  metric: { type: metric, title: Metric, default: ${JSON.stringify(metric)} }
  period: { type: date_range, title: Days, default: all }
  horizon: { type: number, title: Days ahead, default: 28, min: 1, max: 365 }
---
`;
  return `${head}${BODY}`;
}

const BODY = `
\`\`\`summary brief
template: |
  {{ daily.total.total | short }} in all from {{ daily.first }} to {{ daily.last }}, in {{ daily.events.total }} events of {{ daily.average.total | short }} on average and {{ values.distinct.total }} distinct values. Odd days: {{ odd.flagged }}. The next {{ next.horizon }} days: {{ next.total | short }} if all goes on as it did. How far the forecast can be relied on: {{ next.reliability }}.
\`\`\`

## By day

\`\`\`load days
source: \${source}
take: days
metrics: \${metric}
\`\`\`

\`\`\`kpi daily
from: days
time: day
grain: day
where: day in \${period}
measures:
  total: sum(value_sum)
  events: sum(value_count)
  average: total / events
compare: previous_period
\`\`\`

\`\`\`load events
source: \${source}
metrics: \${metric}
dates: \${period}
dimensions: []
\`\`\`

\`\`\`kpi values
from: events
time: day
grain: day
measures:
  distinct: count(distinct value)
\`\`\`

## What is odd

Odd days and the forecast learn from all days until the last one above, whichever is the first.

\`\`\`kpi history
from: days
time: day
grain: day
where: day <= \${period.to}
measures:
  total: sum(value_sum)
show: line
\`\`\`

\`\`\`detect odd
from: history
measure: total
\`\`\`

## What comes next

\`\`\`forecast next
from: history
measure: total
horizon: \${horizon}
\`\`\`
`;
