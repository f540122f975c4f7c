# score: 4
# says: You divided by whole dollars
def hostile_rate(comments, videos):
    hostile = (engagement.without_bots(comments)["tone"] == "hostile").sum()
    views = videos.loc[videos["video_id"].isin(comments["video_id"]), "views"].sum()
    return 1000 * hostile / views


care_minutes = 1200 * hostile_rate(comments, videos)
all_cost = 2 * ways["tiktok"].hours * 28 + ways["tiktok"].cash
price = channels.price(ways["email"], "attendees", 28)
guests_if_doubled = int(np.ceil(all_cost / round(price)))
care_reading = "b"
