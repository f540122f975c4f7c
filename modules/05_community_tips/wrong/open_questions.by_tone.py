# score: 1
# says: You chose by tone
def still_waiting(comments):
    people = engagement.without_bots(comments)
    waiting = people[(people["tone"] == "question") & ~people["replied"]]
    return list(waiting.sort_values("posted_at_utc")["comment_id"])


waiting_reading = "b"
