using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Benchmarks.Comparing;

/// <summary>The results as a table for people.</summary>
internal static class OutcomeTable
{
    /// <summary>Creates the table.</summary>
    public static Table Of(IEnumerable<Outcome> outcomes)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumn("what").AddColumn("peer in the same run");
        foreach (var number in (string[])["own", "peer", "ratio", "limit", ""])
        {
            table.AddColumn(number, c => c.RightAligned().NoWrap());
        }

        foreach (var o in outcomes)
        {
            table.AddRow(
                o.Name.EscapeMarkup(), o.PeerName.EscapeMarkup(), Measure(o.Own, o.Unit), Measure(o.Peer, o.Unit),
                $"{o.Own / o.Peer:0.000}x",
                o.Limit.Describe(o.Unit), o.IsWithin ? "within" : "over");
        }

        return table;
    }

    private static string Measure(double value, string unit) => value >= 100 ? $"{Show.Number((long)value)} {unit}" : $"{value:0.0} {unit}";
}
