using System.Globalization;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>Dates as files have them, each with the format that reads it, and the hints for a field without one.</summary>
public class DateFormatTests
{
    [Theory]
    [InlineData(FieldType.Date, "31JAN2024", "%d%b%Y", "2024-01-31")]
    [InlineData(FieldType.Date, "31-Oct-2023", "%d-%b-%Y", "2023-10-31")]
    [InlineData(FieldType.Date, "Jan 2024", "%b %Y", "2024-01-01")]
    [InlineData(FieldType.Date, "Jan-24", "%b-%y", "2024-01-01")]
    [InlineData(FieldType.Date, "02/2024", "%m/%Y", "2024-02-01")]
    [InlineData(FieldType.Date, "01/31/24", "%m/%d/%y", "2024-01-31")]
    [InlineData(FieldType.Date, "2024-W05", "%G-W%V", "2024-01-29")]
    [InlineData(FieldType.Date, "2020-W53", "%G-W%V", "2020-12-28")]
    [InlineData(FieldType.Date, "2024-W01-7", "%G-W%V-%u", "2024-01-07")]
    [InlineData(FieldType.Date, "2024 5", "%Y %U", "2024-02-04")]
    [InlineData(FieldType.Date, "2024 5", "%Y %W", "2024-01-29")]
    [InlineData(FieldType.Date, "1999", "%Y", "1999-01-01")]
    [InlineData(FieldType.Date, "8.3.24", "%d.%m.%y", "2024-03-08")]
    [InlineData(FieldType.Datetime, "20240131100000", "%Y%m%d%H%M%S", "2024-01-31T10:00:00")]
    [InlineData(FieldType.Datetime, "20240131T100000Z", "%Y%m%dT%H%M%S%z", "2024-01-31T10:00:00")]
    [InlineData(FieldType.Datetime, "2024-01-31 10:00:00+01:00", "%Y-%m-%d %H:%M:%S%z", "2024-01-31T09:00:00")]
    [InlineData(FieldType.Datetime, "2024-01-31 10:00:00+01", "%Y-%m-%d %H:%M:%S%z", "2024-01-31T09:00:00")]
    [InlineData(FieldType.Datetime, "2024-01-31 10:00:00 UTC", "%Y-%m-%d %H:%M:%S %Z", "2024-01-31T10:00:00")]
    [InlineData(FieldType.Datetime, "31JAN2024:10:00:00", "%d%b%Y:%H:%M:%S", "2024-01-31T10:00:00")]
    [InlineData(FieldType.Datetime, "2024-01-31T10:00", "%Y-%m-%dT%H:%M", "2024-01-31T10:00:00")]
    [InlineData(FieldType.Datetime, "2024-01-31T10:00:00,125", "%Y-%m-%dT%H:%M:%S,%f", "2024-01-31T10:00:00.125")]
    [InlineData(FieldType.Datetime, "2024-01-31 10:00:00.123456000", "%Y-%m-%d %H:%M:%S.%f", "2024-01-31T10:00:00.123456")]
    [InlineData(FieldType.Datetime, "1/31/2024 3:05 pm", "%m/%d/%Y %I:%M %p", "2024-01-31T15:05:00")]
    [InlineData(FieldType.Datetime, "2024-01-31T24:00:00", "default", "2024-02-01T00:00:00")]
    [InlineData(FieldType.Datetime, "1706700000", "%s", "2024-01-31T11:20:00")]
    [InlineData(FieldType.Date, "45322", "excel", "2024-01-31")]
    public async Task A_date_is_read_by_its_format(FieldType type, string text, string format, string value)
    {
        var time = DateTime.Parse(value, CultureInfo.InvariantCulture) - DateTime.UnixEpoch;
        var read = await Given.ReadAsync(Given.Dataset(Given.Field("d", type, format)), $"d\n\"{text}\"\n");
        Assert.Equal([(1, (type == FieldType.Date ? time.Days : time.Ticks).ToString(CultureInfo.InvariantCulture))], read.Rows);
    }

    [Theory]
    [InlineData("%G-W%V", "2023-W53")]
    [InlineData("%G-W%V", "2024-W00")]
    [InlineData("%Y %W", "2024 54")]
    [InlineData("%Y %U", "2024 0")]
    public async Task A_week_that_a_year_does_not_have_is_a_reject(string format, string text) =>
        Assert.Single((await Given.ReadAsync(Given.Dataset(Given.Field("d", FieldType.Date, format)), $"d\n{text}\n")).Rejects);

    [Theory]
    [InlineData(FieldType.Date, "03/10/2024", "did you mean format \"%d/%m/%Y\" or \"%m/%d/%Y\"? It fits both")]
    [InlineData(FieldType.Date, "13/10/2024", "did you mean format \"%d/%m/%Y\"?")]
    [InlineData(FieldType.Date, "03/13/2024", "did you mean format \"%m/%d/%Y\"?")]
    [InlineData(FieldType.Date, "3-10-24", "did you mean format \"%d-%m-%y\" or \"%m-%d-%y\"? It fits both")]
    [InlineData(FieldType.Date, "8.3.2024", "did you mean format \"%d.%m.%Y\"?")]
    [InlineData(FieldType.Date, "31-OCT-2023", "did you mean format \"%d-%b-%Y\"?")]
    [InlineData(FieldType.Date, "2024/1/5", "did you mean format \"%Y/%m/%d\"?")]
    [InlineData(FieldType.Date, "20240105", "did you mean format \"%Y%m%d\"?")]
    [InlineData(FieldType.Date, "2024-W05", "did you mean format \"%G-W%V\"?")]
    [InlineData(FieldType.Date, "45322", "it looks like a spreadsheet's number of 2024-01-31T00:00:00: did you mean format \"excel\"?")]
    [InlineData(FieldType.Date, "2024-02-30", "there is no such day")]
    [InlineData(FieldType.Datetime, "03/10/2024 10:00",
        "did you mean format \"%d/%m/%Y %H:%M\" or \"%m/%d/%Y %H:%M\"? It fits both")]
    [InlineData(FieldType.Datetime, "2024-01-31T10:00", "did you mean format \"%Y-%m-%dT%H:%M\"?")]
    [InlineData(FieldType.Datetime, "2024-01-31T10:00:00+0100", "did you mean format \"%Y-%m-%dT%H:%M:%S%z\"?")]
    [InlineData(FieldType.Datetime, "2024-01-31 10:00:00+01", "did you mean format \"%Y-%m-%d %H:%M:%S%z\"?")]
    [InlineData(FieldType.Datetime, "20240131100000", "did you mean format \"%Y%m%d%H%M%S\"?")]
    [InlineData(FieldType.Datetime, "1706700000.5", "it looks like 2024-01-31T11:20:00.5Z: did you mean format \"%s\"?")]
    [InlineData(FieldType.Datetime, "1706700000000", "it looks like 2024-01-31T11:20:00Z: did you mean format \"epoch-ms\"?")]
    [InlineData(FieldType.Datetime, "1706700000000000", "it looks like 2024-01-31T11:20:00Z: did you mean format \"epoch-us\"?")]
    [InlineData(FieldType.Datetime, "1706700000000000000", "it looks like 2024-01-31T11:20:00Z: did you mean format \"epoch-ns\"?")]
    [InlineData(FieldType.Datetime, "45322.5",
        "it looks like a spreadsheet's number of 2024-01-31T12:00:00: did you mean format \"excel\"?")]
    [InlineData(FieldType.Datetime, "2016-12-31T23:59:60Z",
        "there is no such time, or its fraction has more than seven digits, which \"sluice:fraction\": \"truncate\" cuts off")]
    [InlineData(FieldType.Datetime, "2024-01-31T10:00:00.123456789Z",
        "there is no such time, or its fraction has more than seven digits, which \"sluice:fraction\": \"truncate\" cuts off")]
    [InlineData(FieldType.Time, "09:00", "did you mean format \"%H:%M\"?")]
    [InlineData(FieldType.Time, "9:00:00", "did you mean format \"%H:%M:%S\"?")]
    [InlineData(FieldType.Time, "9:00 AM", "did you mean format \"%I:%M %p\"?")]
    public async Task A_reject_names_every_format_that_fits(FieldType type, string text, string hint) =>
        Assert.EndsWith($"; {hint}", await MessageAsync(Given.Field("d", type), text), StringComparison.Ordinal);

    [Theory]
    [InlineData("%d-%b-%Y", "31-okt-2023", "; names of months and days are in English")]
    [InlineData("%d-%b-%Y", "31-Nov-2023", "(%d-%b-%Y)")]
    [InlineData("%d/%m/%Y", "05/16/2024", "(%d/%m/%Y)")]
    [InlineData("%Y-%m-%d", "2023-02-29", "; there is no such day")]
    public async Task A_reject_of_a_field_with_a_format_names_no_other(string format, string text, string end) =>
        Assert.EndsWith(end, await MessageAsync(Given.Field("d", FieldType.Date, format), text), StringComparison.Ordinal);

    private static async Task<string> MessageAsync(Field field, string text)
    {
        var read = await Given.ReadAsync(Given.Dataset(field), $"d\n\"{text}\"\n");
        return Assert.Single(Assert.Single(read.Rejects).Errors).Message;
    }
}
