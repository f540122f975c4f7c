# score: 3
# says: One viral video decides our number
rates = reach.after_view(videos)
rate_together = rates.loc["engagements", "together"] / 10
rate_typical = rates.loc["engagements", "typical"] / 10
views_for_25 = reach.views_needed(25, rates.loc["bio_link_clicks", "together"])
board_reading = "a"
