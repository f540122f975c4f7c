# score: 2
# says: That takes the views of other videos, too
def hostile_rate(comments, videos):
    hostile = (engagement.without_bots(comments)["tone"] == "hostile").sum()
    return 1000 * hostile / videos.loc[videos["comments"] > 0, "views"].sum()


care_minutes = 1200 * hostile_rate(comments, videos)
guests_if_doubled = (2 * ways["tiktok"].hours * 28 + ways["tiktok"].cash) / channels.price(
    ways["email"], "attendees", 28
)
care_reading = "b"
