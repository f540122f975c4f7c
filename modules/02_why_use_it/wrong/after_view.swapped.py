# score: 0
# says: the other way of counting
rates = reach.after_view(videos)
rate_together = rates.loc["engagements", "typical"] / 10
rate_typical = rates.loc["engagements", "together"] / 10
views_for_25 = reach.views_needed(25, rates.loc["bio_link_clicks", "typical"])
board_reading = "b"
