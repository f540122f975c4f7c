# score: 1
# says: Compare like with like
rates = 100 * engagement.engagement_rates(videos)
place_as_it_is = rates[videos["on_location"]].mean()
room_as_it_is = rates[~videos["on_location"]].mean()
place_same_mix = place_as_it_is
formats_won = 0
place_reading = "a"
