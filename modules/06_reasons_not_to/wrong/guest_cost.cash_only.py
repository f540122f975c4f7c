# score: 0
# says: That counts cash only, on both sides
guest_tiktok = ways["tiktok"].cash / ways["tiktok"].attendees
guest_email = ways["email"].cash / ways["email"].attendees
turning_rate = 0
guests_needed = ways["tiktok"].cash / guest_email
guest_reading = "c"
