"""Questions from the manager’s chair: pipeline, forecast, risk, comparisons, reports by the clock."""
