using System.Data.Common;
using System.Globalization;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Analytics.Translation;
using Sluice.Warehouse;

namespace Sluice.Analytics;

/// <summary>The rows of an expanded collection beside each row of an answer, read one at a time.</summary>
public sealed class RelatedRows : IRowSource, IAsyncDisposable
{
    // Enough that there are few queries, and few enough that the rows that they are for can be held.
    private const int MaxParents = 1000;

    private readonly CollectionPlan plan;
    private readonly long size;
    private readonly IWarehouseQueries warehouse;
    private readonly QueryWatch watch;
    private IQueryRows? rows;
    private bool isThere;
    private bool isGiven;
    private int number;
    private long given;
    private List<string?>? last;

    internal RelatedRows(CollectionPlan plan, long limit, IWarehouseQueries warehouse, QueryWatch watch)
    {
        this.plan = plan;
        size = Math.Min(plan.Top ?? long.MaxValue, limit);
        this.warehouse = warehouse;
        this.watch = watch;
        ParentsPerQuery = ParentsOf(plan, warehouse.Dialect);
    }

    /// <summary>What leads to them.</summary>
    public EntityNavigation Navigation => plan.Navigation;

    /// <summary>The properties of each row.</summary>
    public IReadOnlyList<ResultProperty> Properties => plan.Properties;

    /// <summary>The set that they are of.</summary>
    public RowEntity? Entity => plan.Entity;

    /// <summary>The row that was read last.</summary>
    public DbDataReader Row => rows!.Row;

    /// <summary>How many there are beside the current row of the answer, if that was asked for.</summary>
    public long? Count { get; private set; }

    /// <summary>
    /// When there is nothing more to read beside the current row of the answer: the <c>$skiptoken</c> of a request for the rest;
    /// <see langword="null"/> if there is none.
    /// </summary>
    public string? SkipToken { get; private set; }

    /// <summary>The options of a request for the rest, without its <c>$skiptoken</c>.</summary>
    public IReadOnlyDictionary<string, string> Options => plan.Options;

    /// <summary>The most rows of an answer that there can be a query for.</summary>
    internal int ParentsPerQuery { get; }

    /// <summary>Goes to the next row beside the current row of the answer.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="QueryTimeoutException">The query took too long.</exception>
    /// <exception cref="QueryValueException">A value that is worked out goes out of range.</exception>
    public async ValueTask<bool> ReadAsync()
    {
        while (await NextAsync())
        {
            var place = Number(plan.PlaceOrdinal) - plan.Skip;
            if (place > 0 && place <= size)
            {
                if (++given == size)
                {
                    last = Translation.SkipToken.Values(Row, plan.Order, plan.OrderOrdinals);
                }

                return true;
            }

            if (place > size && last is not null && (plan.Top is null || plan.Top > size))
            {
                SkipToken = Translation.SkipToken.Next(last, new SkipToken(null, plan.Skip + given, plan.Top - given));
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => rows?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The most rows of an answer that there can be a query for; at least one.</summary>
    /// <exception cref="QueryRefusedException">The request has too many values for that.</exception>
    internal static int ParentsOf(CollectionPlan plan, ISqlDialect dialect)
    {
        var values = plan.Keys.Count + 1;
        var others = SqlWriter.Write(plan.Beside([Values(plan, 0, _ => null)], 1), dialect).Parameters.Count - values;
        return Math.Min(MaxParents, (dialect.MaxParameters - others) / values);
    }

    /// <summary>Asks for the rows beside some rows.</summary>
    internal async Task StartAsync(BufferedRows parents)
    {
        await DisposeAsync();
        rows = null;
        isThere = false;

        // What refers to nothing is not asked for.
        var known = Enumerable.Range(0, parents.Count).Where(n => plan.ParentOrdinals.All(o => parents.Value(n, o) is not null)).ToList();
        if (known.Count > 0 && (size > 0 || plan.HasCount))
        {
            var values = known.Select(n => Values(plan, n, i => parents.Value(n, plan.ParentOrdinals[i]))).ToList();

            // One more than fits tells that there are more.
            var query = SqlWriter.Write(plan.Beside(values, plan.Top is { } top && top <= size ? size : size + 1), warehouse.Dialect);
            rows = await watch.GuardAsync(() => warehouse.QueryAsync(query, watch.Token));
            isThere = await watch.GuardAsync(rows.ReadAsync);
        }
    }

    /// <summary>Goes to a row of those that it was started with.</summary>
    internal async Task MoveAsync(int parent)
    {
        number = parent;
        given = 0;
        last = null;
        SkipToken = null;
        while (isThere && Number(plan.NumberOrdinal) < parent)
        {
            isThere = await watch.GuardAsync(rows!.ReadAsync);
        }

        isGiven = false;
        Count = !plan.HasCount ? null : IsHere ? Number(plan.CountOrdinal) : 0;
    }

    private bool IsHere => isThere && Number(plan.NumberOrdinal) == number;

    private async ValueTask<bool> NextAsync()
    {
        if (isGiven && IsHere)
        {
            isThere = await watch.GuardAsync(rows!.ReadAsync);
        }

        isGiven = true;
        return IsHere;
    }

    private static List<ParameterExpression> Values(CollectionPlan plan, int number, Func<int, object?> key) =>
    [
        .. plan.Keys.Select((k, i) => Literals.Create(key(i), k)),
        new ParameterExpression((long)number, Lake.ColumnKind.Int64),
    ];

    private long Number(int ordinal) => Convert.ToInt64(Row.GetValue(ordinal), CultureInfo.InvariantCulture);
}
