# score: 2
# says: the other way round
formats = engagement.location_by_format(videos)
rates = 100 * engagement.engagement_rates(videos)
place_as_it_is = rates[~videos["on_location"]].mean()
room_as_it_is = rates[videos["on_location"]].mean()
place_same_mix = 100 * formats["exposed"].mean()
formats_won = (formats["gap"] > 0).sum()
place_reading = "d"
