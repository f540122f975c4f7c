# score: 2
# says: Answer the fourth question
rule = inbox.Policy("two", "harm", "once", "public", True)
hand_on_fits = [
    number
    for number, message in enumerate(inbox.queue(), start=1)
    if inbox.judge(message.id, "hand_on", rule).verdict is inbox.Verdict.FITS
]
if_one_alone = 6
papers_reading = "b"
