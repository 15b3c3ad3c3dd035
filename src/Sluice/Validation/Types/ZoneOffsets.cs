using System.Globalization;

namespace Sluice.Validation.Types;

/// <summary>
/// The offsets of a time zone by its local time. A time that the clocks skip has none, and one that they repeat has two. The offset of each
/// day on which it does not change is kept, so most values cost two lookups in memory. For one reader at a time.
/// </summary>
internal sealed class ZoneOffsets
{
    private const int DaysOfBlock = 256;
    private const short Unknown = short.MinValue;
    private const short Changes = short.MaxValue;

    // More hours than any zone was ever ahead of UTC or behind it.
    private const int MostHours = 16;

    private readonly TimeZoneInfo zone;
    private readonly Dictionary<int, short[]> blocks = [];
    private short[] block = [];
    private int blockNumber = int.MinValue;

    // All offsets around the day that was examined last.
    private readonly List<short> offsets = [];
    private int examined = int.MinValue;

    private ZoneOffsets(TimeZoneInfo zone) => this.zone = zone;

    /// <summary>The offsets of a zone.</summary>
    /// <param name="name">The IANA name of a zone of this machine, or <see langword="null"/>.</param>
    /// <returns>The offsets, or <see langword="null"/> for no zone.</returns>
    /// <exception cref="TimeZoneNotFoundException">The machine does not have the zone.</exception>
    public static ZoneOffsets? Find(string? name) => name is null ? null : new(TimeZoneInfo.FindSystemTimeZoneById(name));

    /// <summary>The offset of a local time.</summary>
    /// <param name="days">Days since 1970-01-01.</param>
    /// <param name="ticks">Ticks since midnight.</param>
    /// <param name="minutes">Minutes ahead of UTC.</param>
    /// <returns>Whether there is one, and only one.</returns>
    public bool TryFind(int days, long ticks, out int minutes)
    {
        var (number, index) = (days >> 8, days & (DaysOfBlock - 1));
        if (number != blockNumber)
        {
            Turn(number);
        }

        if (block[index] == Unknown)
        {
            Examine(days);
            block[index] = offsets.Count == 1 ? offsets[0] : Changes;
        }

        minutes = block[index];
        return minutes != Changes || TryFindOnly(days, ticks, out minutes);
    }

    /// <summary>Why a local time has no offset, or two, as the end of a sentence; <see langword="null"/> if it has one.</summary>
    public string? Explain(int days, long ticks)
    {
        if (TryFind(days, ticks, out _))
        {
            return null;
        }

        var local = ToLocal(days, ticks);
        return offsets.FindAll(o => IsAt(local, o)) is [_, _, ..] two
            ? $"is ambiguous in {zone.Id}: the clocks go back, so it is there at {string.Join(" and at ", two.Select(Show))}"
            : $"does not exist in {zone.Id}: the clocks go forward over it";
    }

    private static string Show(short minutes) =>
        (minutes < 0 ? "-" : "+") + TimeSpan.FromMinutes(Math.Abs(minutes)).ToString("hh\\:mm", CultureInfo.InvariantCulture);

    private void Turn(int number)
    {
        if (!blocks.TryGetValue(number, out var found))
        {
            found = new short[DaysOfBlock];
            found.AsSpan().Fill(Unknown);
            blocks.Add(number, found);
        }

        (block, blockNumber) = (found, number);
    }

    private bool TryFindOnly(int days, long ticks, out int minutes)
    {
        Examine(days);
        var local = ToLocal(days, ticks);
        var count = 0;
        minutes = 0;
        foreach (var offset in offsets)
        {
            if (IsAt(local, offset))
            {
                count++;
                minutes = offset;
            }
        }

        return count == 1;
    }

    private bool IsAt(long local, short offset) => OffsetAt(local - (offset * TimeSpan.TicksPerMinute)) == offset;

    /// <summary>
    /// Finds the offsets of all times that can be on a local day. No zone changes its offset twice within an hour, so it suffices to look
    /// at each hour.
    /// </summary>
    private void Examine(int days)
    {
        if (examined == days)
        {
            return;
        }

        offsets.Clear();
        var start = ToLocal(days, 0);
        for (var hour = -MostHours; hour <= 24 + MostHours; hour++)
        {
            var offset = OffsetAt(start + (hour * TimeSpan.TicksPerHour));
            if (!offsets.Contains(offset))
            {
                offsets.Add(offset);
            }
        }

        examined = days;
    }

    private static long ToLocal(int days, long ticks) => ((days + Iso8601.EpochDay) * TimeSpan.TicksPerDay) + ticks;

    private short OffsetAt(long utc) => (short)(zone.GetUtcOffset(
        new DateTime(Math.Clamp(utc, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc)).Ticks / TimeSpan.TicksPerMinute);
}
