using System.Data.Common;
using System.Globalization;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Analytics.Translation;
using Sluice.Lake.Schema;
using Sluice.Warehouse;

namespace Sluice.Analytics;

/// <summary>
/// The rows of an expanded collection for each row of an answer, read one at a time. One query reads the rows for a batch of parent rows,
/// ordered by parent, so both can be read in step. If the rows have collections of their own, some are buffered, and those collections are
/// read for all of them at once.
/// </summary>
internal sealed class RelatedRows : IRowSource, IAsyncDisposable
{
    // Large enough for few queries, and small enough to buffer the parent rows.
    private const int MaxParents = 1000;

    private readonly CollectionPlan plan;
    private readonly long size;
    private readonly IWarehouseQueries warehouse;
    private readonly QueryWatch watch;
    private IQueryRows? rows;
    private IReadOnlyList<Projection> columns = [];
    private BufferedRows? held;
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
        Related = [.. plan.Collections.Select(c => new RelatedRows(c, limit, warehouse, watch))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<RelatedRows> Related { get; }

    /// <summary>The names of the single related rows that lead from the row to the object that has them.</summary>
    public IReadOnlyList<string> Path => plan.Path;

    /// <summary>That object, or <see langword="null"/> if it is the row itself.</summary>
    public RowEntity? Parent => plan.Parent;

    /// <summary>The navigation to them.</summary>
    public EntityNavigation Navigation => plan.Navigation;

    /// <summary>The properties of each row.</summary>
    public IReadOnlyList<ResultProperty> Properties => plan.Properties;

    /// <summary>The set of the rows.</summary>
    public RowEntity? Entity => plan.Entity;

    /// <summary>The row that was read last.</summary>
    public DbDataReader Row => held?.Row ?? rows!.Row;

    /// <summary>The number of rows of the current parent row, if requested.</summary>
    public long? Count { get; private set; }

    /// <summary>
    /// The <c>$skiptoken</c> of a request for the remaining rows of the current parent row, once there is nothing more to read;
    /// <see langword="null"/> if none remain.
    /// </summary>
    public string? SkipToken { get; private set; }

    /// <summary>The options of a request for the remaining rows, without <c>$skiptoken</c>.</summary>
    public IReadOnlyDictionary<string, string> Options => plan.Options;

    /// <summary>The greatest number of parent rows of one query.</summary>
    internal int ParentsPerQuery { get; }

    /// <summary>Moves to the next row of the current parent row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="QueryTimeoutException">The query took too long.</exception>
    /// <exception cref="QueryValueException">A value that the query calculates is out of range.</exception>
    public async ValueTask<bool> ReadAsync()
    {
        while (await NextAsync())
        {
            var position = Number(plan.RowNumberOrdinal) - plan.Skip;
            if (position > 0 && position <= size)
            {
                if (++given == size)
                {
                    last = Translation.SkipToken.Values(Row, plan.Order, plan.OrderOrdinals);
                }

                return true;
            }

            if (position > size && last is not null && (plan.Top is null || plan.Top > size))
            {
                SkipToken = Translation.SkipToken.Next(last, new SkipToken(null, plan.Skip + given, plan.Top - given));
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        held?.Dispose();
        foreach (var related in Related)
        {
            await related.DisposeAsync();
        }

        await (rows?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>The greatest number of parent rows of one query, limited by the dialect's parameters; at least one.</summary>
    /// <exception cref="QueryRefusedException">The request has too many values for any parent row.</exception>
    internal static int ParentsOf(CollectionPlan plan, ISqlDialect dialect)
    {
        var values = plan.Keys.Count + 1;
        var others = SqlWriter.Write(plan.QueryFor([Values(plan, 0, _ => null)], 1), dialect).Parameters.Count - values;
        return Math.Min(MaxParents, (dialect.MaxParameters - others) / values);
    }

    /// <summary>Starts the query for the rows of some parent rows.</summary>
    internal async Task StartAsync(BufferedRows parents)
    {
        await DisposeAsync();
        rows = null;
        held = null;
        isThere = false;

        // Parent rows with a null key have no related rows.
        var known = Enumerable.Range(0, parents.Count).Where(n => plan.ParentOrdinals.All(o => parents.Value(n, o) is not null)).ToList();
        if (known.Count > 0 && (size > 0 || plan.HasCount))
        {
            var values = known.Select(n => Values(plan, n, i => parents.Value(n, plan.ParentOrdinals[i]))).ToList();

            // One row more than fits shows whether rows remain.
            var select = plan.QueryFor(values, plan.Top is { } top && top <= size ? size : size + 1);
            var query = SqlWriter.Write(select, warehouse.Dialect);
            columns = select.Columns;
            rows = await watch.GuardAsync(() => warehouse.QueryAsync(query, watch.Token));
            isThere = await StepAsync();
        }
    }

    /// <summary>Moves to one of the parent rows. They must be visited in order.</summary>
    internal async Task MoveAsync(int parent)
    {
        number = parent;
        given = 0;
        last = null;
        SkipToken = null;
        while (isThere && Number(plan.ParentNumberOrdinal) < parent)
        {
            isThere = await StepAsync();
        }

        isGiven = false;
        Count = !plan.HasCount ? null : IsHere ? Number(plan.CountOrdinal) : 0;
    }

    private bool IsHere => isThere && Number(plan.ParentNumberOrdinal) == number;

    private async ValueTask<bool> NextAsync()
    {
        if (isGiven && IsHere)
        {
            isThere = await StepAsync();
        }

        isGiven = true;
        return IsHere;
    }

    private async ValueTask<bool> StepAsync()
    {
        if (Related.Count == 0)
        {
            return await watch.GuardAsync(rows!.ReadAsync);
        }

        if (held is null || held.Number == held.Count - 1)
        {
            held?.Dispose();
            held = new BufferedRows(columns);
            var most = Related.Min(r => r.ParentsPerQuery);
            while (held.Count < most && await watch.GuardAsync(rows!.ReadAsync))
            {
                held.Add(rows!.Row);
            }

            if (held.Count == 0)
            {
                return false;
            }

            foreach (var related in Related)
            {
                await related.StartAsync(held);
            }
        }

        held.Read();
        foreach (var related in Related)
        {
            await related.MoveAsync(held.Number);
        }

        return true;
    }

    private static List<ParameterExpression> Values(CollectionPlan plan, int number, Func<int, object?> key) =>
    [
        .. plan.Keys.Select((k, i) => Literals.Create(key(i), k)),
        new ParameterExpression((long)number, ColumnKind.Int64),
    ];

    private long Number(int ordinal) => Convert.ToInt64(Row.GetValue(ordinal), CultureInfo.InvariantCulture);
}
