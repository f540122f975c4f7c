# score: 2
# says: One way was cheaper, and it is easily forgotten
leader_tiktok = channels.price(ways["tiktok"], "leaders", 28)
leader_email = channels.price(ways["email"], "leaders", 28)
leader_reading = "b"
