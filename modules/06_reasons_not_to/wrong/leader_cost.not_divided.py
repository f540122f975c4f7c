# score: 1
# says: Divide by how many there are
leader_tiktok = ways["tiktok"].hours * 28 + ways["tiktok"].cash
leader_email = ways["email"].hours * 28 / ways["email"].leaders
leader_reading = "c"
