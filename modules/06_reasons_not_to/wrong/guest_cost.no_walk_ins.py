# score: 2
# says: They were there, too
came = data.load_key("people_truth")
came = came[came["person_id"].isin(checkins["person_id"])]["true_channel"].value_counts()
guest_tiktok = (ways["tiktok"].hours * 28 + ways["tiktok"].cash) / came["tiktok"]
guest_email = (ways["email"].hours * 28 + ways["email"].cash) / came["email"]
turning_rate = int(channels.level_rate(ways["tiktok"], ways["email"], "attendees"))
guests_needed = (ways["tiktok"].hours * 28 + ways["tiktok"].cash) / channels.price(
    ways["email"], "attendees", 28
)
guest_reading = "b"
