using System.Globalization;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>Local times (<c>sluice:timezone</c>) are stored in UTC. A time that the clocks skip or repeat is a reject.</summary>
public class TimezoneTests
{
    [Theory]
    [InlineData("Europe/Berlin", "default", "2024-01-01T00:00:00", "2023-12-31T23:00:00")]
    [InlineData("Europe/Berlin", "default", "2024-07-01T12:00:00.5", "2024-07-01T10:00:00.5")]
    [InlineData("Europe/Berlin", "default", "2024-03-31T01:59:59", "2024-03-31T00:59:59")]
    [InlineData("Europe/Berlin", "default", "2024-03-31T03:00:00", "2024-03-31T01:00:00")]
    [InlineData("Europe/Berlin", "default", "2024-10-27T01:59:59", "2024-10-26T23:59:59")]
    [InlineData("Europe/Berlin", "default", "2024-10-27T03:00:00", "2024-10-27T02:00:00")]
    [InlineData("Europe/Berlin", "default", "2024-12-31T24:00:00", "2024-12-31T23:00:00")]
    [InlineData("America/New_York", "default", "2024-03-10T03:00:00", "2024-03-10T07:00:00")]
    [InlineData("Australia/Lord_Howe", "default", "2024-04-07T02:00:00", "2024-04-06T15:30:00")]
    [InlineData("Asia/Kathmandu", "default", "2024-01-01T00:00:00", "2023-12-31T18:15:00")]
    [InlineData("Europe/Moscow", "default", "2014-10-26T03:00:00", "2014-10-26T00:00:00")]
    [InlineData("Pacific/Apia", "default", "2011-12-29T23:59:59", "2011-12-30T09:59:59")]
    [InlineData("Pacific/Apia", "default", "2011-12-31T00:00:00", "2011-12-30T10:00:00")]
    [InlineData("UTC", "default", "2024-03-31T02:30:00", "2024-03-31T02:30:00")]
    [InlineData("Europe/Berlin", "default", "2024-07-01T12:00:00Z", "2024-07-01T12:00:00")]
    [InlineData("Europe/Berlin", "default", "2024-03-31T02:30:00+01:00", "2024-03-31T01:30:00")]
    [InlineData("Europe/Berlin", "%d.%m.%Y %H:%M", "01.07.2024 12:00", "2024-07-01T10:00:00")]
    [InlineData("Europe/Berlin", "%Y-%m-%d %H:%M:%S%z", "2024-07-01 12:00:00+0500", "2024-07-01T07:00:00")]
    [InlineData("Europe/Berlin", "%Y-%m-%d %H:%M:%S %Z", "2024-07-01 12:00:00 UTC", "2024-07-01T12:00:00")]
    [InlineData("Europe/Berlin", "any", "1 Jul 2024 12:00", "2024-07-01T10:00:00")]
    [InlineData("Europe/Berlin", "any", "2024-07-01 12:00:00+05:00", "2024-07-01T07:00:00")]
    [InlineData("Europe/Berlin", "any", "2024-07-01 12:00:00Z", "2024-07-01T12:00:00")]
    [InlineData("Europe/Berlin", "any", "Mon, 01 Jul 2024 12:00:00 GMT", "2024-07-01T12:00:00")]
    [InlineData("Europe/Berlin", "excel", "45474.5", "2024-07-01T10:00:00")]
    public async Task A_time_is_stored_in_UTC(string zone, string format, string text, string utc)
    {
        var read = await ReadAsync(zone, format, text);
        Assert.Equal([(1, Ticks(utc))], read.Rows);
    }

    [Theory]
    [InlineData("Europe/Berlin", "default", "2024-03-31T02:00:00")]
    [InlineData("Europe/Berlin", "default", "2024-03-31T02:59:59")]
    [InlineData("Europe/Berlin", "any", "31 Mar 2024 2:30")]
    [InlineData("America/New_York", "default", "2024-03-10T02:30:00")]
    [InlineData("Pacific/Apia", "default", "2011-12-30T12:00:00")]
    public async Task A_time_that_the_clocks_skip_is_a_reject(string zone, string format, string text) =>
        Assert.Equal(
            $"\"{text}\" does not exist in {zone}: the clocks go forward over it; write it with its offset",
            MessageOf(await ReadAsync(zone, format, text)));

    [Theory]
    [InlineData("Europe/Berlin", "2024-10-27T02:00:00", "+02:00 and at +01:00")]
    [InlineData("Europe/Berlin", "2024-10-27T02:59:59", "+02:00 and at +01:00")]
    [InlineData("America/New_York", "2024-11-03T01:30:00", "-04:00 and at -05:00")]
    [InlineData("Australia/Lord_Howe", "2024-04-07T01:45:00", "+11:00 and at +10:30")]
    [InlineData("Europe/Moscow", "2014-10-26T01:30:00", "+04:00 and at +03:00")]
    public async Task A_time_that_the_clocks_repeat_is_a_reject(string zone, string text, string offsets) =>
        Assert.Equal(
            $"\"{text}\" is ambiguous in {zone}: the clocks go back, so it is there at {offsets}; write it with its offset",
            MessageOf(await ReadAsync(zone, "default", text)));

    [Fact]
    public async Task A_pattern_without_an_offset_says_that_another_has_one() =>
        Assert.Equal(
            "\"31.03.2024 02:30\" does not exist in Europe/Berlin: the clocks go forward over it; only a format with %z has offsets",
            MessageOf(await ReadAsync("Europe/Berlin", "%d.%m.%Y %H:%M", "31.03.2024 02:30")));

    [Fact]
    public async Task Without_a_zone_local_times_are_kept_as_they_are()
    {
        var read = await Given.ReadAsync(Given.Dataset(Given.Field("t", FieldType.Datetime)), "t\n2024-03-31T02:30:00\n");
        Assert.Equal([(1, Ticks("2024-03-31T02:30:00"))], read.Rows);
    }

    [Fact]
    public async Task Bounds_are_local_times_too()
    {
        var field = Local("Europe/Berlin") with { Constraints = new FieldConstraints { Minimum = "2024-07-01T12:00:00" } };
        var read = await Given.ReadAsync(Given.Dataset(field), "t\n2024-07-01T12:00:00\n2024-07-01T10:00:00Z\n2024-07-01T09:59:59Z\n");
        Assert.Equal(2, read.Rows.Count);
        Assert.Equal("\"2024-07-01T09:59:59Z\" is less than 2024-07-01T12:00:00", MessageOf(read));
    }

    /// <summary>All hours of some years, in the order of the file and then mixed, against .NET's own conversion.</summary>
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Antarctica/Troll")]
    public async Task Each_hour_is_converted_as_the_zone_has_it(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var start = new DateTime(2015, 1, 1, 0, 30, 0, DateTimeKind.Unspecified);
        var times = Enumerable.Range(0, 4 * 366 * 24).Select(h => start.AddHours(h)).ToArray();
        new Random(7).Shuffle(times.AsSpan(times.Length / 2));
        string? Expected(DateTime time)
        {
            var utc = Enumerable.Range(-5, 10).Select(h => TimeSpan.FromHours(h)).Select(o => time - o)
                .Where(u => zone.GetUtcOffset(DateTime.SpecifyKind(u, DateTimeKind.Utc)) == time - u).ToList();
            return utc.Count == 1 ? Ticks(utc[0].ToString("s", CultureInfo.InvariantCulture)) : null;
        }

        var read = await Given.ReadAsync(
            Given.Dataset(Local(name)), "t\n" + string.Concat(times.Select(t => t.ToString("s", CultureInfo.InvariantCulture) + "\n")));

        Assert.Equal(times.Select((t, i) => (i + 1L, Expected(t)!)).Where(r => r.Item2 is not null), read.Rows);
        Assert.Equal(times.Length, read.Rows.Count + read.Rejects.Count);
        Assert.NotEmpty(read.Rejects);
    }

    private static Field Local(string zone, string format = "default") =>
        Given.Field("t", FieldType.Datetime, format) with { Timezone = zone };

    private static Task<ReadFile> ReadAsync(string zone, string format, string text) =>
        Given.ReadAsync(Given.Dataset(Local(zone, format)), $"t\n\"{text}\"\n");

    private static string Ticks(string time) =>
        (DateTime.Parse(time, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks.ToString(CultureInfo.InvariantCulture);

    private static string MessageOf(ReadFile read) => Assert.Single(Assert.Single(read.Rejects).Errors).Message;
}
