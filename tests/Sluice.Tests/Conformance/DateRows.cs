using static Sluice.Tests.Conformance.ConformanceRow;

namespace Sluice.Tests.Conformance;

/// <summary>Dates, times and what is made of them.</summary>
internal static class DateRows
{
    public static IEnumerable<ConformanceRow> All =>
    [
        .. Accepts("datetime", """ "type": "datetime" """,
            "2024-01-26T15:00:00", "2024-01-26T15:00:00.300-05:00", "2024-01-26T15:00:00Z", "2024-01-26T15:00:00.123456Z", "0001-01-01T00:00:00",
            "9999-12-31T23:59:59", "2024-02-29T00:00:00+14:00", "2024-01-26T24:00:00", "2024-01-26T15:00:00.5", "2024-01-26T15:00:00-00:00"),
        .. Refuses("datetime", """ "type": "datetime" """, "type",
            "2024-01-26", "15:00:00", "2024-01-26 15:00:00", "2024-01-26T15:00", "2024-01-26T15:00:60", "2024-01-26T25:00:00", "2024-01-26T24:00:01",
            "2023-02-29T00:00:00", "2024-13-01T00:00:00", "2024-1-26T15:00:00", "2024-01-26T15:00:00+0500", "2024-01-26T15:00:00+15:00",
            "2024-01-26T15:00:00.", "2024-01-26T15:00:00,5", "24-01-26T15:00:00", "2024-01-26t15:00:00", "2024-01-26T15:00:00z",
            " 2024-01-26T15:00:00", "2024-01-26T15:00:00.1234567", "10000-01-01T00:00:00", "0001-01-01T00:00:00+01:00", "now"),
        .. Accepts("datetime", """ "type": "datetime", "format": "%d/%m/%Y %H:%M:%S" """, "12/11/2018 09:15:32", "1/1/2018 9:5:2", "29/02/2024 00:00:00"),
        .. Refuses("datetime", """ "type": "datetime", "format": "%d/%m/%Y %H:%M:%S" """, "type",
            "2018-11-12T09:15:32", "12/13/2018 09:15:32", "12/11/18 09:15:32", "12/11/2018", "12/11/2018 24:00:00", "29/02/2023 00:00:00", "12/11/2018 09:15:32 "),
        .. Accepts("datetime", """ "type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%f%z" """,
            "2024-01-26T15:00:00.3-0500", "2024-01-26T15:00:00.300000+05:30", "2024-01-26T15:00:00.000001Z"),
        .. Refuses("datetime", """ "type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%f%z" """, "type", "2024-01-26T15:00:00-0500", "2024-01-26T15:00:00.3", "2024-01-26T15:00:00.3 -0500"),
        .. Accepts("datetime", """ "type": "datetime", "format": "%a, %d %b %Y %I:%M %p" """, "Fri, 26 Jan 2024 03:00 PM", "fri, 26 jan 2024 12:00 am"),
        .. Refuses("datetime", """ "type": "datetime", "format": "%a, %d %b %Y %I:%M %p" """, "type", "Fre, 26 Jan 2024 03:00 PM", "Fri, 26 Jan 2024 13:00 PM", "Fri, 26 Jan 2024 03:00"),
        .. Accepts("datetime", """ "type": "datetime", "format": "%c" """, "Fri Jan 26 15:00:00 2024", "Fri Jan  6 15:00:00 2024"),
        .. Accepts("datetime", """ "type": "datetime", "format": "%F %T %Z" """, "2024-01-26 15:00:00 UTC", "2024-01-26 15:00:00 GMT"),
        .. Refuses("datetime", """ "type": "datetime", "format": "%F %T %Z" """, "type", "2024-01-26 15:00:00 CET", "2024-01-26 15:00:00"),
        .. Accepts("datetime", """ "type": "datetime", "format": "any" """,
            "2024-01-26T15:00:00", "2024-01-26 15:00", "26 Jan 2024 15:00:00", "01/26/2024 3:00 PM", "Fri, 26 Jan 2024 15:00:00 GMT"),
        .. Refuses("datetime", """ "type": "datetime", "format": "any" """, "type", "tomorrow", "99/99/9999", "abc", "13:45", "3:00 PM",
            "May 5 13:45", "3/4 10:00 GMT", "Mon 3/4 10:00", "Thu 3/4"),

        .. Accepts("date", """ "type": "date" """, "2024-01-26", "2024-02-29", "0001-01-01", "9999-12-31", "1900-02-28", "2000-02-29"),
        .. Refuses("date", """ "type": "date" """, "type",
            "2024-1-26", "26-01-2024", "2024/01/26", "20240126", "2024-01-26T00:00:00", "2023-02-29", "1900-02-29", "2024-00-10", "2024-04-31",
            "0000-01-01", "24-01-26", " 2024-01-26", "2024-01-26 ", "2024-01", "2024-01-26Z", "-0001-01-01", "today"),
        .. Accepts("date", """ "type": "date", "format": "%d/%m/%Y" """, "26/01/2024", "1/2/2024"),
        .. Refuses("date", """ "type": "date", "format": "%d/%m/%Y" """, "type", "01/26/2024", "26/01/24", "2024-01-26", "31/04/2024"),
        .. Accepts("date", """ "type": "date", "format": "%y%m%d" """, "240126", "690101", "991231"),
        .. Accepts("date", """ "type": "date", "format": "%d %B %Y" """, "26 January 2024", "26 JANUARY 2024", "1 may 2024"),
        .. Refuses("date", """ "type": "date", "format": "%d %B %Y" """, "type", "26 Janvier 2024", "26 Jan 2024", "26January2024"),
        .. Accepts("date", """ "type": "date", "format": "%j/%Y" """, "060/2024", "366/2024", "1/2023"),
        .. Refuses("date", """ "type": "date", "format": "%j/%Y" """, "type", "366/2023", "367/2024", "0/2024"),
        .. Accepts("date", """ "type": "date", "format": "%G-W%V-%u" """, "2024-W04-5", "2020-W53-5"),
        .. Refuses("date", """ "type": "date", "format": "%G-W%V-%u" """, "type", "2024-W53-1", "2024-W00-1", "2024-W04-8"),
        .. Accepts("date", """ "type": "date", "format": "%Y %U %w" """, "2024 03 5", "2024 00 1"),
        .. Refuses("date", """ "type": "date", "format": "%Y %U %w" """, "type", "2024 54 1", "2024 03 7", "2024 00 0"),
        .. Accepts("date", """ "type": "date", "format": "any" """, "2024-01-26", "26 Jan 2024", "January 26, 2024"),
        .. Refuses("date", """ "type": "date", "format": "any" """, "type", "soon", "32 Jan 2024"),

        .. Accepts("time", """ "type": "time" """, "15:00:00", "00:00:00", "23:59:59", "15:00:00.5", "15:00:00Z"),
        .. Refuses("time", """ "type": "time" """, "type",
            "15:00", "3:00:00", "24:00:00", "15:60:00", "15:00:60", "3:00 PM", "15.00.00", "2024-01-26T15:00:00", "15:00:00+01:00", " 15:00:00", "noon"),
        .. Accepts("time", """ "type": "time", "format": "%H:%M" """, "15:00", "9:05"),
        .. Refuses("time", """ "type": "time", "format": "%H:%M" """, "type", "15:00:00", "25:00", "15:61"),
        .. Accepts("time", """ "type": "time", "format": "%I:%M %p" """, "03:00 PM", "12:59 am"),
        .. Refuses("time", """ "type": "time", "format": "%I:%M %p" """, "type", "15:00 PM", "0:30 AM", "03:00"),
        .. Accepts("time", """ "type": "time", "format": "any" """, "15:00", "3:00 PM", "15:00:00"),
        .. Refuses("time", """ "type": "time", "format": "any" """, "type", "late", "99:00"),

        .. Accepts("year", """ "type": "year" """, "2024", "0001", "9999", "-0044", "12024", "1066"),
        .. Refuses("year", """ "type": "year" """, "type", "24", "02024", "+2024", "0000", "2024Z", "2024+01:00", "20 24", "MMXXIV", "2024.0", "2024 "),

        .. Accepts("yearmonth", """ "type": "yearmonth" """, "2024-01", "2024-12", "0001-01", "9999-12"),
        .. Refuses("yearmonth", """ "type": "yearmonth" """, "type", "2024-13", "2024-00", "2024-1", "2024", "202401", "2024/01", "2024-01-01", "24-01", "2024-01Z", "-2024-01", "10000-01", "0000-01"),

        .. Accepts("duration", """ "type": "duration" """,
            "P1Y", "P1Y2M3DT4H5M6S", "PT1S", "PT0.5S", "P1M", "PT1M", "P0D", "-P1D", "P1DT12H", "PT1.000000000000000000001S", "P10000Y", "PT36H", "P1347M"),
        .. Refuses("duration", """ "type": "duration" """, "type",
            "P", "PT", "1Y", "P1", "P1S", "PT1Y", "P1YT", "P-1Y", "P1.5Y", "P1M1Y", "PT1S1M", "P1W", "p1y", "P1Y ", "PT.5S", "PT1.S", "+P1D", "P1Y2Y", "1 day", "12:30:00"),
    ];
}
