# score: 1
# says: Choose the volunteer leader
leader_tiktok = channels.price(ways["tiktok"], "attendees", 28)
leader_email = channels.price(ways["email"], "attendees", 28)
leader_reading = "c"
