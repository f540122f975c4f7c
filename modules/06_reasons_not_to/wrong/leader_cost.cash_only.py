# score: 0
# says: That counts cash only
leader_tiktok = ways["tiktok"].cash / ways["tiktok"].leaders
leader_email = ways["email"].cash / ways["email"].leaders
leader_reading = "a"
