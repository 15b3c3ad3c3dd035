using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Profiles;

/// <summary>
/// What changes whenever the rows of a set may have changed: each commit increases the version of its file, each load ends, and
/// retention and erasure belong to an operation.
/// </summary>
/// <param name="Values">The values, to compare.</param>
/// <param name="AsOf">The end of the newest load, or <see langword="null"/>.</param>
internal sealed record ProfileStamp(string Values, DateTime? AsOf)
{
    private static readonly ParameterExpression Unchanged = new("unchanged", ColumnKind.Text);

    /// <summary>Reads the stamp of a set.</summary>
    /// <param name="set">The set. The rows of the ledger may change with any file.</param>
    /// <param name="read">Runs a select.</param>
    public static async Task<ProfileStamp> ReadAsync(EntitySet set, SelectReader read)
    {
        var files = Ledger(set, LedgerNames.Files);
        var loads = Ledger(set, LedgerNames.Loads);
        var operations = Ledger(set, LedgerNames.Operations);
        var dataset = set.IsDataset ? set.Table.Name : null;
        var ofFiles = await read(Of(
            files, dataset is null ? null : ProfileSelects.IsOf(files, dataset),
            Count(), Max(files, "updated_at"), Version()));

        // A repeated event moves the end of a load that did nothing.
        var hasWork = new ComparisonExpression(ComparisonOperator.NotEqual, ProfileSelects.Column(loads.Find("state")!), Unchanged);
        var ofLoads = await read(Of(
            loads, dataset is null ? hasWork : new LogicalExpression(IsAnd: true, [hasWork, ProfileSelects.IsOf(loads, dataset)]),
            Max(loads, "finished_at"), Max(loads, "id"), Count()));
        var ofOperations = await read(Of(operations, null, Max(operations, "updated_at"), Count()));
        return new ProfileStamp(
            string.Join('\n', ofFiles.Concat(ofLoads).Concat(ofOperations).SelectMany(r => r).Select(TextOf)),
            ofLoads[0][0] as DateTime?);
    }

    private static string TextOf(object? value) =>
        value is DateTime time ? time.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture) : $"{value}";

    private static EntitySet Ledger(EntitySet set, string name) => set.Model.Whole.Find(name)!;

    private static Select Of(EntitySet ledger, QueryExpression? where, params IReadOnlyList<Projection> columns) => new()
    {
        Source = ledger.Table,
        Alias = ProfileSelects.Alias,
        Where = where,
        GroupBy = [],
        Columns = columns,
    };

    private static Projection Count() => new(new AggregateExpression(AggregateMethod.Count, null, ColumnKind.Int64), "n");

    private static Projection Max(EntitySet ledger, string name)
    {
        var property = ledger.Find(name)!;
        return new(new AggregateExpression(AggregateMethod.Max, ProfileSelects.Column(property), property.Type.Kind), name);
    }

    // A sum of whole numbers may have more than 64 bits.
    private static Projection Version() => new(
        new AggregateExpression(
            AggregateMethod.Sum, new ColumnExpression(ProfileSelects.Alias, "version", ColumnKind.Int64, false), ColumnKind.Int64),
        "version", AsText: true);
}
