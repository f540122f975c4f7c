# score: 3
# says: nobody drew lots
formats = engagement.location_by_format(videos)
rates = 100 * engagement.engagement_rates(videos)
place_as_it_is = rates[videos["on_location"]].mean()
room_as_it_is = rates[~videos["on_location"]].mean()
place_same_mix = 100 * np.average(formats["exposed"], weights=formats["n_unexposed"])
formats_won = (formats["gap"] > 0).sum()
place_reading = "b"
