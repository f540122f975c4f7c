# score: 3
# says: The question asks for minutes
def hostile_rate(comments, videos):
    hostile = (engagement.without_bots(comments)["tone"] == "hostile").sum()
    views = videos.loc[videos["video_id"].isin(comments["video_id"]), "views"].sum()
    return 1000 * hostile / views


care_minutes = 12 * 100 * hostile_rate(comments, videos) / 60
guests_if_doubled = (2 * ways["tiktok"].hours * 28 + ways["tiktok"].cash) / channels.price(
    ways["tiktok"], "attendees", 28
)
care_reading = "b"
