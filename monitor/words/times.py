"""Units of time, months and days of the week."""

from monitor.words.phrase import Phrase

DAYS = Phrase("hari", "d")
HOURS = Phrase("jam", "h")
MINUTES = Phrase("mnt", "min")
SECONDS = Phrase("dtk", "s")
MONTHS = (
    Phrase("Januari", "January"),
    Phrase("Februari", "February"),
    Phrase("Maret", "March"),
    Phrase("April", "April"),
    Phrase("Mei", "May"),
    Phrase("Juni", "June"),
    Phrase("Juli", "July"),
    Phrase("Agustus", "August"),
    Phrase("September", "September"),
    Phrase("Oktober", "October"),
    Phrase("November", "November"),
    Phrase("Desember", "December"),
)
WEEKDAYS = (
    Phrase("Sen", "Mon"),
    Phrase("Sel", "Tue"),
    Phrase("Rab", "Wed"),
    Phrase("Kam", "Thu"),
    Phrase("Jum", "Fri"),
    Phrase("Sab", "Sat"),
    Phrase("Min", "Sun"),
)
