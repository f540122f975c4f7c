# score: 3
# says: Keep both: the list is of questions
def still_waiting(comments):
    people = engagement.without_bots(comments)
    waiting = people[people["is_question"] & ~people["replied"]].sort_values("posted_at_utc")
    return list(waiting.drop_duplicates("commenter")["comment_id"])


waiting_reading = "b"
