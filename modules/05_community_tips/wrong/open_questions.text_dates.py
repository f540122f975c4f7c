# score: 1
# says: on new comments
def still_waiting(comments):
    people = engagement.without_bots(comments)
    waiting = people[people["is_question"] & ~people["replied"]]
    as_text = waiting["posted_at_utc"].dt.strftime("%d %B %Y %H:%M")
    return list(waiting.loc[as_text.sort_values().index, "comment_id"])


waiting_reading = "b"
