# score: 4
# elsewhere: 5
# says: You divided by whole dollars
guest_tiktok = round(channels.price(ways["tiktok"], "attendees", 28))
guest_email = round(channels.price(ways["email"], "attendees", 28))
turning_rate = int(channels.level_rate(ways["tiktok"], ways["email"], "attendees")) + 1
guests_needed = (ways["tiktok"].hours * 28 + ways["tiktok"].cash) / guest_email
guest_reading = "b"
