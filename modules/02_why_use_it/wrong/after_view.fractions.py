# score: 1
# says: a hundredth of the answer
rates = reach.after_view(videos)
rate_together = rates.loc["engagements", "together"] / 1000
rate_typical = rates.loc["engagements", "typical"] / 1000
views_for_25 = reach.views_needed(10, rates.loc["bio_link_clicks", "together"])
board_reading = "c"
