using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Tests.Layout;

/// <summary>The rooms of the core and the floor that each is on, as docs/architecture.md draws them.</summary>
internal static partial class Floors
{
    private static readonly Dictionary<string, int> Drawing = Read();

    /// <summary>The namespaces that are drawn.</summary>
    public static IEnumerable<string> Rooms => Drawing.Keys;

    /// <summary>The floor of a namespace, from 1 at the bottom, or <see langword="null"/> if it is not drawn.</summary>
    public static int? Of(string room) => Drawing.TryGetValue(room, out var floor) ? floor : null;

    private static Dictionary<string, int> Read() => Row().Matches(File.ReadAllText(RepositoryRoot.Of("docs", "architecture.md")))
        .SelectMany(row => Room().Matches(row.Groups["rooms"].Value), (row, room) =>
            (Room: $"Sluice.{room.Groups[1].Value}", Floor: int.Parse(row.Groups["floor"].Value, CultureInfo.InvariantCulture)))
        .ToDictionary(r => r.Room, r => r.Floor);

    [GeneratedRegex(@"^\| (?<floor>\d+) \| (?<rooms>(`[\w.]+`(, )?)+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Room();
}
