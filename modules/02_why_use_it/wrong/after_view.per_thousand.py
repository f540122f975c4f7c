# score: 2
# says: divide by ten
rates = reach.after_view(videos)
rate_together = rates.loc["engagements", "together"]
rate_typical = rates.loc["engagements", "typical"]
views_for_25 = reach.views_needed(25, rates.loc["bio_link_clicks", "together"])
board_reading = "c"
