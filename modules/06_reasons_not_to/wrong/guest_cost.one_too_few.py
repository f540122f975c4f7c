# score: 4
# says: Round up
guest_tiktok = channels.price(ways["tiktok"], "attendees", 28)
guest_email = channels.price(ways["email"], "attendees", 28)
turning_rate = int(channels.level_rate(ways["tiktok"], ways["email"], "attendees")) + 1
guests_needed = int((ways["tiktok"].hours * 28 + ways["tiktok"].cash) / guest_email)
guest_reading = "b"
