# score: 0
# says: That is for each comment
def hostile_rate(comments, videos):
    return (engagement.without_bots(comments)["tone"] == "hostile").mean()


care_minutes = 12 * 100 * hostile_rate(comments, videos)
guests_if_doubled = (ways["tiktok"].hours * 28 + ways["tiktok"].cash) / channels.price(
    ways["email"], "attendees", 28
)
care_reading = "c"
