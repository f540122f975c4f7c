# score: 2
# says: Not all of them came
truth = data.load_key("people_truth")
signed_up = truth[~truth["is_walk_in"]]["true_channel"].value_counts()
guest_tiktok = (ways["tiktok"].hours * 28 + ways["tiktok"].cash) / signed_up["tiktok"]
guest_email = (ways["email"].hours * 28 + ways["email"].cash) / signed_up["email"]
turning_rate = int(channels.level_rate(ways["tiktok"], ways["email"], "attendees")) + 1
guests_needed = ways["tiktok"].attendees
guest_reading = "b"
