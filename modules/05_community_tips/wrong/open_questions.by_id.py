# score: 3
# says: in the order of their ids
def still_waiting(comments):
    people = engagement.without_bots(comments)
    waiting = people[people["is_question"] & ~people["replied"]]
    return sorted(waiting["comment_id"])


waiting_reading = "b"
