using System.Globalization;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Translation;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Profiles;

/// <summary>Makes the profile of a set: one pass over all columns, then the bins and the frequent values of each.</summary>
/// <param name="set">The set.</param>
/// <param name="hasApproximations">Whether the warehouse estimates (<see cref="ISqlDialect.HasApproximations"/>).</param>
/// <param name="mostGroups">The most different values among which frequent ones are looked for.</param>
/// <param name="read">Runs a select.</param>
internal sealed class Profiler(EntitySet set, bool hasApproximations, long mostGroups, SelectReader read)
{
    /// <summary>Of other columns than texts and booleans, only those with so few different values have frequent ones.</summary>
    public const int Few = 50;

    // Estimates below this are replaced by the exact number.
    private const int Countable = 50_000;

    // Texts are left out if more than half of them, and more than this number, are different.
    private const int MostDifferent = 1_000;

    // Several hundred columns could be more than a statement may have.
    private const int ColumnsPerSelect = 64;

    private static readonly double[] Shares = [0.25, 0.5, 0.75];

    /// <summary>Makes the profile.</summary>
    /// <param name="asOf">The end of the newest load.</param>
    public async Task<TableProfile> ProfileAsync(DateTime? asOf)
    {
        List<ColumnProfile> columns = [];
        var rows = 0L;
        foreach (var chunk in set.Properties.Chunk(ColumnsPerSelect))
        {
            var select = new SummarySelect(set, chunk, hasApproximations);
            foreach (var summary in select.Read((await read(select.Select))[0]))
            {
                rows = summary.Rows;
                columns.Add(await CompleteAsync(summary));
            }
        }

        return new TableProfile(set, rows, asOf, columns, set.IsDataset ? await RejectsAsync() : null);
    }

    private async Task<ColumnProfile> CompleteAsync(ColumnSummary summary)
    {
        var isEmpty = summary.Values == 0;
        var profile = new ColumnProfile(summary.Property, summary.Rows - summary.Values, isEmpty ? 0 : summary.Distinct)
        {
            IsApproximate = hasApproximations && !isEmpty,
        };
        if (summary.Property.IsSensitive)
        {
            return profile;
        }

        profile = profile with
        {
            Min = summary.Min,
            Max = summary.Max,
            Mean = IsOutOfRange(summary) ? null : summary.Mean,
            Shortest = summary.Shortest,
            Longest = summary.Longest,
            Quartiles = await QuartilesAsync(summary),
            Histogram = await HistogramAsync(summary),
        };
        return HasTop(summary) ? await WithTopAsync(profile) : profile;
    }

    private static bool IsOutOfRange(ColumnSummary summary) =>
        summary is { Least: double least, Greatest: double greatest }
        && Math.Max(Math.Abs(least), Math.Abs(greatest)) > SummarySelect.MostOfMean;

    private bool HasTop(ColumnSummary summary) => summary.Property.Type.Kind switch
    {
        ColumnKind.Boolean => true,
        ColumnKind.Text => summary.Distinct <= MostDifferent
            || (summary.Distinct <= mostGroups && summary.Distinct * 2 <= summary.Values),
        _ => summary.Distinct <= Few,
    };

    private async Task<ColumnProfile> WithTopAsync(ColumnProfile profile)
    {
        var isCounted = profile.IsApproximate && profile.Distinct <= Countable;
        var found = await read(ProfileSelects.Top(set, profile.Property, isCounted));
        var isDecimal = profile.Property.Type.Kind == ColumnKind.Decimal;
        return profile with
        {
            Top = [.. found.Select(r => new ValueCount(isDecimal ? ExactNumber.Parse((string)r[0]!) : r[0]!, (long)r[1]!))],
            Distinct = isCounted && found.Count > 0 ? (long)found[0][2]! : profile.Distinct,
            IsApproximate = profile.IsApproximate && !isCounted,
        };
    }

    private async Task<IReadOnlyList<double>?> QuartilesAsync(ColumnSummary summary)
    {
        if (summary.Finite == 0 || !Functions.IsNumber(summary.Property.Type.Kind))
        {
            return null;
        }

        if (hasApproximations)
        {
            // An estimate between the two greatest numbers may be infinite.
            var (least, greatest) = (AsDouble(summary.Least ?? summary.Min), AsDouble(summary.Greatest ?? summary.Max));
            return summary.Quartiles?.All(double.IsFinite) == true
                ? [.. summary.Quartiles.Select(q => Math.Clamp(Rounded(q, summary.Property.Type), least, greatest))]
                : null;
        }

        List<double> quartiles = [];
        foreach (var share in Shares)
        {
            var rank = Math.Max(1, (long)Math.Ceiling(summary.Finite * share));
            quartiles.Add((double)(await read(ProfileSelects.OfRank(set, summary.Property, rank)))[0][0]!);
        }

        return quartiles;
    }

    private async Task<IReadOnlyList<HistogramBin>?> HistogramAsync(ColumnSummary summary)
    {
        var property = summary.Property;
        if (!HistogramEdges.AreFor(property.Type.Kind))
        {
            return null;
        }

        if (summary.Finite == 0)
        {
            return [];
        }

        var edges = HistogramEdges.Of(property.Type, summary.Least ?? summary.Min!, summary.Greatest ?? summary.Max!);
        Dictionary<long, long> counts = edges.Count == 2
            ? new() { [0] = summary.Finite }
            : (await read(ProfileSelects.Histogram(set, property, edges))).ToDictionary(r => (long)r[0]!, r => (long)r[1]!);
        return [.. edges.Skip(1).Select((end, i) => new HistogramBin(edges[i], end, counts.GetValueOrDefault(i)))];
    }

    private async Task<IReadOnlyList<RejectCount>> RejectsAsync() =>
        [.. (await read(ProfileSelects.Rejects(set.Model.Find(LedgerNames.Rejects)!, set.Table.Name)))
            .Select(r => new RejectCount((string)r[0]!, (string?)r[1], (long)r[2]!))];

    // An estimate needs no more digits than the values have.
    private static double Rounded(double number, ColumnType type) => type switch
    {
        { Kind: ColumnKind.Int64 } => Math.Round(number),
        { Kind: ColumnKind.Decimal, Scale: < 15 } => Math.Round(number, type.Scale),
        _ => number,
    };

    private static double AsDouble(object? number) => number switch
    {
        ExactNumber exact => exact.ToDouble(),
        _ => Convert.ToDouble(number, CultureInfo.InvariantCulture),
    };
}
