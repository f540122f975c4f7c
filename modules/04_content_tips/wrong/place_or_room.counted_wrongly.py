# score: 1
# says: It answers another question
formats = engagement.location_by_format(videos)
place_as_it_is = 100 * formats["exposed"].mean()
room_as_it_is = 100 * formats["unexposed"].mean()
place_same_mix = 100 * engagement.engagement_rates(videos)[~videos["on_location"]].mean()
formats_won = 3
place_reading = "c"
