# score: 0
# says: That is the other channel
leader_tiktok = channels.price(ways["email"], "leaders", 28)
leader_email = channels.price(ways["tiktok"], "leaders", 28)
leader_reading = "b"
