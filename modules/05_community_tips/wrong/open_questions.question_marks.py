# score: 3
# says: Not each question has one
def still_waiting(comments):
    people = engagement.without_bots(comments)
    asked = people["text"].str.contains("?", regex=False)
    waiting = people[asked & ~people["replied"]].sort_values("posted_at_utc")
    return list(waiting["comment_id"])


waiting_reading = "b"
