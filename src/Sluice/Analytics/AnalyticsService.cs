using System.Text.RegularExpressions;
using Sluice.Analytics.Access;
using Sluice.Analytics.Model;
using Sluice.Analytics.Profiles;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Analytics.Translation;
using Sluice.Warehouse;

namespace Sluice.Analytics;

/// <summary>Answers requests for rows.</summary>
/// <param name="models">The sets that can be requested.</param>
/// <param name="warehouse">The warehouse with the rows.</param>
/// <param name="limits">The limits of requests.</param>
/// <param name="time">The clock, for <c>now()</c> and timeouts.</param>
public sealed partial class AnalyticsService(AnalyticsModels models, IWarehouseQueries warehouse, QueryLimits limits, TimeProvider time)
    : IDisposable
{
    private readonly QueryAdmission admission = new(limits, time);
    private readonly ProfileCache profiles = new();

    /// <summary>Answers requests for the sets of a model that does not change.</summary>
    public AnalyticsService(AnalyticsModel model, IWarehouseQueries warehouse, QueryLimits limits, TimeProvider time)
        : this(new AnalyticsModels(model), warehouse, limits, time)
    {
    }

    /// <summary>The sets that can be requested, as of the last refresh.</summary>
    public AnalyticsModel Model => models.Current;

    /// <summary>The limits of requests.</summary>
    public QueryLimits Limits => limits;

    /// <inheritdoc cref="AnalyticsModels.ViewOf"/>
    public View ViewOf(Caller? caller) => models.ViewOf(caller);

    /// <summary>
    /// Parses the path of a request: <c>ads</c>, <c>ads(5)</c>, <c>users(1)/ads</c>, <c>ads(5)/owner</c>, or the <c>$count</c> of many.
    /// </summary>
    /// <param name="path">The path below the service, not escaped.</param>
    /// <returns>The request, to which options can be added, or <see langword="null"/> if the path names nothing.</returns>
    public AnalyticsRequest? Resolve(string path) => Resolve(path, Model);

    /// <summary>The same, for the sets of a view.</summary>
    /// <param name="path">The path below the service, not escaped.</param>
    /// <param name="model">The model of the view.</param>
    public static AnalyticsRequest? Resolve(string path, AnalyticsModel model) => ResourcePath.Parse(model, path);

    /// <summary>Checks that a request can be answered, without using the warehouse.</summary>
    /// <returns>The properties of its rows.</returns>
    /// <exception cref="QueryRefusedException">The request cannot be answered.</exception>
    public IReadOnlyList<ResultProperty> Check(AnalyticsRequest request)
    {
        var plan = PlannerOf(request.Set).Plan(request);
        Page(plan, request);
        Check(plan.Collections);
        return plan.Properties;
    }

    /// <summary>Starts to answer a request. Errors are found before the first row is returned.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the query, until its rows are disposed.</param>
    /// <exception cref="QueryRefusedException">The request cannot be answered.</exception>
    /// <exception cref="QueryBusyException">Too many queries are running.</exception>
    /// <exception cref="QueryTimeoutException">The query took too long.</exception>
    /// <exception cref="QueryValueException">A value that the query calculates is out of range.</exception>
    /// <exception cref="QueryMemoryException">The query needs too much memory.</exception>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be reached.</exception>
    public async Task<AnalyticsRows> StartAsync(AnalyticsRequest request, CancellationToken cancellationToken)
    {
        var plan = PlannerOf(request.Set).Plan(request);
        var (query, page) = Page(plan, request);
        var watch = await WatchAsync(CostOf(request, plan), cancellationToken);
        try
        {
            return await watch.GuardAsync(() => StartAsync(plan, query, page, request, watch));
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary>The query that answers a request, without related rows of other sets.</summary>
    /// <exception cref="QueryRefusedException">The request cannot be answered.</exception>
    public QueryText Explain(AnalyticsRequest request)
    {
        var plan = PlannerOf(request.Set).Plan(request);
        return request.IsCount ? SqlWriter.Write(plan.Count, warehouse.Dialect) : Page(plan, request).Query;
    }

    /// <summary>
    /// What the answer of a request depends on. <see langword="null"/> if that is more than the request and rows of datasets: the time, or
    /// the ledger; and if other queries follow for related rows.
    /// </summary>
    /// <exception cref="QueryRefusedException">The request cannot be answered.</exception>
    public QueryReads? ReadsOf(AnalyticsRequest request)
    {
        var plan = PlannerOf(request.Set).Plan(request);
        if (plan.Collections.Count > 0 || request.Options.Values.Any(o => Now().IsMatch(o)))
        {
            return null;
        }

        List<QueryText> queries = [Page(plan, request).Query];
        if (plan.HasCount)
        {
            queries.Add(SqlWriter.Write(plan.Count, warehouse.Dialect));
        }

        var tables = queries.SelectMany(q => q.Tables).Distinct().ToList();
        var datasets = request.Set.Model.Sets.Where(s => s.IsDataset && tables.Contains(s.Table)).Select(s => s.Name).ToList();
        return datasets.Count == tables.Count
            ? new QueryReads(
                string.Join('\n', queries.SelectMany(q => (IEnumerable<string>)[q.Sql, .. q.Parameters.Select(TextOf)])), datasets)
            : null;

        static string TextOf(ParameterExpression parameter) => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{parameter.Kind}:{(parameter.Value is DateTime time ? time.Ticks : parameter.Value)}");
    }

    /// <summary>Counts the rows of a request.</summary>
    /// <inheritdoc cref="StartAsync(AnalyticsRequest, CancellationToken)"/>
    public async Task<long> CountAsync(AnalyticsRequest request, CancellationToken cancellationToken)
    {
        var plan = PlannerOf(request.Set).Plan(request);
        using var watch = await WatchAsync(QueryCost.Group, cancellationToken);
        return await watch.GuardAsync(() => CountAsync(plan.Count, watch));
    }

    /// <summary>Whether the parent row of a request exists.</summary>
    /// <inheritdoc cref="StartAsync(AnalyticsRequest, CancellationToken)"/>
    public async Task<bool> ExistsAsync(ParentRow parent, CancellationToken cancellationToken)
    {
        using var watch = await WatchAsync(QueryCost.Key, cancellationToken);
        return await watch.GuardAsync(() => CountAsync(PlannerOf(parent.Set).PlanExists(parent), watch)) > 0;
    }

    /// <summary>The profile of a set. It is kept until the rows of the set may have changed.</summary>
    /// <inheritdoc cref="StartAsync(AnalyticsRequest, CancellationToken)"/>
    public async Task<ProfileDocument> ProfileAsync(EntitySet set, CancellationToken cancellationToken)
    {
        using var turn = await profiles.EnterAsync(set, cancellationToken);
        using var watch = await WatchAsync(QueryCost.Group, cancellationToken);
        return await watch.GuardAsync(() => ProfileAsync(set, select => ReadAsync(select, watch)));
    }

    /// <inheritdoc/>
    public void Dispose() => admission.Dispose();

    /// <summary>Looks for columns that files have added to tables, unless somebody has done so seconds ago.</summary>
    /// <inheritdoc cref="AnalyticsModels.RefreshAsync"/>
    public Task RefreshAsync(CancellationToken cancellationToken) => models.RefreshAsync(cancellationToken);

    private void Check(IEnumerable<CollectionPlan> collections)
    {
        foreach (var collection in collections)
        {
            RelatedRows.ParentsOf(collection, warehouse.Dialect);
            Check(collection.Collections);
        }
    }

    private static QueryCost CostOf(AnalyticsRequest request, QueryPlan plan) => request switch
    {
        { IsWhole: true } => QueryCost.Export,
        { IsOne: true } => QueryCost.Key,
        _ => plan.Entity is null || plan.HasCount ? QueryCost.Group : QueryCost.Page,
    };

    // A request is answered by the model that it was parsed with.
    private QueryPlanner PlannerOf(EntitySet set) => new(set.Model, limits, time);

    private async Task<QueryWatch> WatchAsync(QueryCost cost, CancellationToken cancellationToken) =>
        new(limits.Timeout, time, await admission.EnterAsync(cost, cancellationToken), cancellationToken);

    private async Task<ProfileDocument> ProfileAsync(EntitySet set, SelectReader read)
    {
        // Before the rows: if they change meanwhile, the next stamp is another one.
        var stamp = await ProfileStamp.ReadAsync(set, read);
        if (profiles.Find(set, stamp) is { } known)
        {
            return known;
        }

        var profiler = new Profiler(set, warehouse.Dialect.HasApproximations, limits.MaxGroups, read);
        return profiles.Keep(set, stamp, ProfileJson.Write(await profiler.ProfileAsync(stamp.AsOf)));
    }

    private async Task<IReadOnlyList<object?[]>> ReadAsync(Select select, QueryWatch watch)
    {
        await using var rows = await warehouse.QueryAsync(SqlWriter.Write(select, warehouse.Dialect), watch.Token);
        List<object?[]> all = [];
        while (await rows.ReadAsync())
        {
            all.Add([.. select.Columns.Select((c, i) => BufferedRows.Value(rows.Row, i, c) is var value and not DBNull ? value : null)]);
        }

        return all;
    }

    private async Task<long> CountAsync(Select count, QueryWatch watch)
    {
        await using var rows = await warehouse.QueryAsync(SqlWriter.Write(count, warehouse.Dialect), watch.Token);
        await rows.ReadAsync();
        return Convert.ToInt64(rows.Row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture);
    }

    private (QueryText Query, AnalyticsPage Page) Page(QueryPlan plan, AnalyticsRequest request)
    {
        var token = request.Options.TryGetValue("$skiptoken", out var text) ? SkipToken.Parse(text) : null;
        var top = token is null ? plan.Top : token.Top;
        var pageSize = request.IsWhole ? long.MaxValue : Math.Min(limits.PageSize, request.MaxPageSize ?? limits.PageSize);
        var skip = token is null ? plan.Skip : token.Skip;
        var page = new AnalyticsPage(Math.Min(top ?? long.MaxValue, pageSize), token?.After, skip, top);

        // One row more than fits shows whether rows remain.
        var select = plan.Rows with
        {
            Skip = skip,
            Top = top is { } most && most <= pageSize ? most : pageSize == long.MaxValue ? null : pageSize + 1,
        };
        if (token?.After is not null)
        {
            var after = token.Condition(plan.Rows.OrderBy);
            select = select with { Where = select.Where is { } where ? Comparisons.All([where, after]) : after };
        }

        if (select.OrderBy.Count == 0 || request is { Key: not null, Parent: null })
        {
            // Without an order, there is only one row. A key needs none either, and a database is slower with one.
            select = select with { OrderBy = [], Skip = 0, Top = null };
            page = page with { IsSingle = true };
        }

        return (SqlWriter.Write(select, warehouse.Dialect), page);
    }

    private async Task<AnalyticsRows> StartAsync(
        QueryPlan plan, QueryText query, AnalyticsPage page, AnalyticsRequest request, QueryWatch watch)
    {
        long? count = plan.HasCount ? await CountAsync(plan.Count, watch) : null;
        List<RelatedRows> related =
        [
            .. plan.Collections.Select(c => new RelatedRows(
                c, Math.Min(limits.ExpandSize, request.MaxPageSize ?? limits.ExpandSize), warehouse, watch)),
        ];
        var rows = page.Size == 0 ? null : await warehouse.QueryAsync(query, watch.Token);
        return await AnalyticsRows.StartAsync(plan, page, count, rows, related, limits.MaxGroups, watch);
    }

    [GeneratedRegex(@"\bnow\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Now();
}
