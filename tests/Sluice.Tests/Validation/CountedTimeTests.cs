using System.Globalization;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>Dates and times that are counted: time since 1970, and day numbers of spreadsheets.</summary>
public class CountedTimeTests
{
    [Theory]
    [InlineData("%s", "0", "1970-01-01T00:00:00")]
    [InlineData("%s", "1706700000", "2024-01-31T11:20:00")]
    [InlineData("%s", "-1", "1969-12-31T23:59:59")]
    [InlineData("%s", "-1.5", "1969-12-31T23:59:58.5")]
    [InlineData("%s", "1706700000.123456", "2024-01-31T11:20:00.123456")]
    [InlineData("%s", "1706700000.1200000000000", "2024-01-31T11:20:00.12")]
    [InlineData("%s", "-62135596800", "0001-01-01T00:00:00")]
    [InlineData("%s", "253402300799.999999", "9999-12-31T23:59:59.999999")]
    [InlineData("epoch-ms", "1706700000123", "2024-01-31T11:20:00.123")]
    [InlineData("epoch-ms", "1706700000123.456", "2024-01-31T11:20:00.123456")]
    [InlineData("epoch-ms", "-1", "1969-12-31T23:59:59.999")]
    [InlineData("epoch-us", "1706700000123456", "2024-01-31T11:20:00.123456")]
    [InlineData("epoch-ns", "1706700000123456000", "2024-01-31T11:20:00.123456")]
    [InlineData("epoch-ns", "-1000", "1969-12-31T23:59:59.999999")]
    [InlineData("excel", "1", "1900-01-01T00:00:00")]
    [InlineData("excel", "59", "1900-02-28T00:00:00")]
    [InlineData("excel", "61", "1900-03-01T00:00:00")]
    [InlineData("excel", "25569", "1970-01-01T00:00:00")]
    [InlineData("excel", "45322", "2024-01-31T00:00:00")]
    [InlineData("excel", "45322.5", "2024-01-31T12:00:00")]
    [InlineData("excel", "45322.416666666664", "2024-01-31T10:00:00")]
    [InlineData("excel", "45322.416666666668", "2024-01-31T10:00:00")]
    [InlineData("excel", "45322.00000000579", "2024-01-31T00:00:00.001")]
    [InlineData("excel", "45322.00000000578", "2024-01-31T00:00:00")]
    [InlineData("excel", "45321.999999999", "2024-01-31T00:00:00")]
    [InlineData("excel", "2958465.99998", "9999-12-31T23:59:58.272")]
    public async Task A_count_is_the_time_that_it_means(string format, string text, string time)
    {
        var read = await ReadAsync(FieldType.Datetime, format, text);
        Assert.Equal(
            [(1, (DateTime.Parse(time, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks.ToString(CultureInfo.InvariantCulture))],
            read.Rows);
    }

    [Theory]
    [InlineData("%s", "1706659200", "2024-01-31")]
    [InlineData("%s", "-86400", "1969-12-31")]
    [InlineData("epoch-ms", "1706659200000", "2024-01-31")]
    [InlineData("epoch-us", "1706659200000000.0", "2024-01-31")]
    [InlineData("epoch-ns", "1706659200000000000", "2024-01-31")]
    [InlineData("excel", "45322", "2024-01-31")]
    [InlineData("excel", "45322.0", "2024-01-31")]
    public async Task A_count_of_whole_days_can_be_a_date(string format, string text, string date) =>
        Assert.Equal(
            [(1, $"{DateOnly.Parse(date, CultureInfo.InvariantCulture).DayNumber - 719_162}")],
            (await ReadAsync(FieldType.Date, format, text)).Rows);

    [Theory]
    [InlineData(FieldType.Datetime, "%s", "1.7067E+09",
        "is not a datetime (%s, seconds since 1970); a spreadsheet has rounded this, and its last digits are not in the file: "
            + "export it with all of them")]
    [InlineData(FieldType.Datetime, "%s", "1706700000.12345678",
        "is not a datetime (%s, seconds since 1970); it is finer than 100 ns, which no column holds")]
    [InlineData(FieldType.Datetime, "%s", "1706700000.1234567",
        "cannot be stored exactly: the column holds at most six digits of a fraction of a second")]
    [InlineData(FieldType.Datetime, "%s", "253402300800", "is not a datetime (%s, seconds since 1970); it is not in the years 1 to 9999")]
    [InlineData(FieldType.Datetime, "%s", "1706700000000",
        "is not a datetime (%s, seconds since 1970); it looks like milliseconds: did you mean format \"epoch-ms\"?")]
    [InlineData(FieldType.Datetime, "%s", "2024-01-31", "is not a datetime (%s, seconds since 1970)")]
    [InlineData(FieldType.Datetime, "%s", "1,706,700,000", "is not a datetime (%s, seconds since 1970)")]
    [InlineData(FieldType.Datetime, "epoch-ns", "1706700000123456789",
        "is not a datetime (epoch-ns, nanoseconds since 1970); it is finer than 100 ns, which no column holds")]
    [InlineData(FieldType.Datetime, "epoch-ns", "170141183460469231731687303715884105727",
        "is not a datetime (epoch-ns, nanoseconds since 1970); it is not in the years 1 to 9999")]
    [InlineData(FieldType.Date, "%s", "1706700000",
        "is not a date (%s, seconds since 1970); a date column holds no time of day and no offset; a field of type datetime does")]
    [InlineData(FieldType.Date, "excel", "45322.5",
        "is not a date (excel, days since 1900); a date column holds no time of day and no offset; a field of type datetime does")]
    [InlineData(FieldType.Datetime, "excel", "60",
        "is not a datetime (excel, days since 1900); it is 29 February 1900, which there was not, although Excel counts it")]
    [InlineData(FieldType.Datetime, "excel", "59.9999999999",
        "is not a datetime (excel, days since 1900); it is 29 February 1900, which there was not, although Excel counts it")]
    [InlineData(FieldType.Datetime, "excel", "0.5",
        "is not a datetime (excel, days since 1900); below 1, it is a time of day without a date")]
    [InlineData(FieldType.Datetime, "excel", "2958465.999999999",
        "is not a datetime (excel, days since 1900); the greatest is 2958465, which is 9999-12-31")]
    [InlineData(FieldType.Datetime, "excel", "-1",
        "is not a datetime (excel, days since 1900); a day number has digits, and a fraction of up to 28 digits")]
    [InlineData(FieldType.Datetime, "excel", "4.5E+04",
        "is not a datetime (excel, days since 1900); a day number has digits, and a fraction of up to 28 digits")]
    [InlineData(FieldType.Datetime, "excel", "#VALUE!", "is not a datetime (excel, days since 1900)")]
    public async Task What_is_no_such_time_is_a_reject(FieldType type, string format, string text, string why)
    {
        var read = await ReadAsync(type, format, $"\"{text}\"");
        Assert.Equal($"\"{text}\" {why}", Assert.Single(Assert.Single(read.Rejects).Errors).Message);
    }

    private static Task<ReadFile> ReadAsync(FieldType type, string format, string text) =>
        Given.ReadAsync(Given.Dataset(Given.Field("t", type, format)), $"t\n{text}\n");
}
