using Sluice.Analytics.Model;
using Sluice.Analytics.Profiles;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Reports;
using Sluice.Analytics.Requests;
using Sluice.Analytics.Translation;
using Sluice.Lake.Schema;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Queries;

namespace Sluice.Tests.SqlServer;

/// <summary>The queries of the analytics are valid T-SQL, and their names exist in the tables.</summary>
[Trait("kind", "thorough")]
public class QueryTextTests
{
    private static readonly TimeProvider Time = TimeProvider.System;
    private static readonly QueryLimits Limits = new();

    [Fact]
    public void Every_request_of_the_query_tests_is_understood()
    {
        using var sql = SqlModel.Of(SqlLakes.Items, ServerFeatures.All);
        var model = AnalyticsModel.From(SqlLakes.Items);
        var requests = File.ReadAllLines(RepositoryRoot.Of("tests", "Sluice.IntegrationTests", "Analytics", "Requests.txt"))
            .Where(l => !l.StartsWith('#') && !l.Contains("matchesPattern", StringComparison.Ordinal))
            .Where((_, i) => Effort.IsThorough || i % 3 == 0).ToList();
        foreach (var request in requests)
        {
            Bind(sql, model, Parse(model, request));
        }

        Assert.True(requests.Count >= Effort.Of(usual: 150, thorough: 500));
        sql.AssertUnderstood();
    }

    [Fact]
    public void A_pattern_is_refused()
    {
        using var sql = SqlModel.Of(SqlLakes.Items, ServerFeatures.All);
        var model = AnalyticsModel.From(SqlLakes.Items);

        Assert.Throws<QueryRefusedException>(() => Bind(sql, model, Parse(model, "items?$filter=matchesPattern(name,'^c')")));
    }

    [Fact]
    public void Requests_for_what_is_related_to_a_row_are_understood()
    {
        using var sql = SqlModel.Of(SqlLakes.Items, ServerFeatures.All);
        var model = AnalyticsModel.From(SqlLakes.Items);
        foreach (var request in (string[])["owners(1)/items?$orderby=name", "items(_file=1,_row=2)/owner", "items(_file=1,_row=2)/events",
            "shops('a')/products?$expand=*"])
        {
            var parsed = Parse(model, request);
            Bind(sql, model, parsed);
            Bind(sql, new QueryPlanner(model, Limits, Time).PlanExists(parsed.Parent!));
        }

        sql.AssertUnderstood();
    }

    [Fact]
    public void Every_report_of_the_sample_lake_is_understood()
    {
        using var sql = SqlModel.Of(SqlLakes.Sample, ServerFeatures.All);
        var model = AnalyticsModel.From(SqlLakes.Sample);
        var catalog = ReportCatalog.Load(RepositoryRoot.Of("lake", "datapackage.json"), model);
        foreach (var report in catalog.Reports)
        {
            Bind(sql, model, report.Request(new ReportFilter()));
        }

        Assert.NotEmpty(catalog.Reports);
        sql.AssertUnderstood();
    }

    [Fact]
    public void Every_set_of_hostile_names_is_understood()
    {
        using var sql = SqlModel.Of(SqlLakes.Hostile, ServerFeatures.All);
        var model = AnalyticsModel.From(SqlLakes.Hostile);
        foreach (var set in model.Sets)
        {
            Bind(sql, model,
                new AnalyticsRequest { Set = set, Options = new Dictionary<string, string> { ["$orderby"] = set.Properties[0].Name } });
        }

        sql.AssertUnderstood();
    }

    [Theory]
    [InlineData("every", true)]
    [InlineData("every", false)]
    [InlineData("hostile", true)]
    public async Task Every_select_of_a_profile_is_understood(string lake, bool hasFeatures)
    {
        var (definition, features) = (SqlLakes.Named(lake), hasFeatures ? ServerFeatures.All : ServerFeatures.None);
        using var sql = SqlModel.Of(definition, features);
        var model = AnalyticsModel.From(definition);
        foreach (var set in model.Sets.Where((_, i) => Effort.IsThorough || i % 2 == 0))
        {
            await ProfileStamp.ReadAsync(set, Read);
            await new Profiler(set, hasFeatures, mostGroups: 1_000_000, Read).ProfileAsync(null);
        }

        sql.AssertUnderstood();

        Task<IReadOnlyList<object?[]>> Read(Select select)
        {
            Bind(sql, select, features);
            return Task.FromResult<IReadOnlyList<object?[]>>([[.. select.Columns.Select(Invented)]]);
        }
    }

    // A value of the right kind; a greatest value is greater than a least one.
    private static object? Invented(Projection column)
    {
        var isGreat = column.Value is AggregateExpression { Method: AggregateMethod.Max };
        return (column.AsText, column.Value.Kind) switch
        {
            (true, _) => isGreat ? "999" : "1",
            (_, ColumnKind.Int64) => column.Value is AggregateExpression { Method: AggregateMethod.Min } or ColumnExpression ? 1L : 40L,
            (_, ColumnKind.Double) => isGreat ? 1e3 : 0.5,
            (_, ColumnKind.Boolean) => true,
            (_, ColumnKind.Date) => isGreat ? new DateOnly(2024, 5, 1) : new DateOnly(2020, 1, 1),
            (_, ColumnKind.Time) => new TimeOnly(12, 0),
            (_, ColumnKind.Timestamp) => isGreat ? new DateTime(2024, 5, 1) : new DateTime(2020, 1, 1),
            _ => "text",
        };
    }

    private static AnalyticsRequest Parse(AnalyticsModel model, string request)
    {
        var parts = request.Split('?', 2);
        var options = parts.Length == 1 ? [] : parts[1].Split('&').Select(o => o.Split('=', 2)).ToDictionary(o => o[0], o => o[1]);
        return ResourcePath.Parse(model, parts[0])! with { Options = options };
    }

    // The first page, one after some rows, one after a row, the number of rows, and the expanded rows.
    private static void Bind(SqlModel sql, AnalyticsModel model, AnalyticsRequest request)
    {
        var plan = new QueryPlanner(model, Limits, Time).Plan(request);
        List<Select> selects = [plan.Rows, plan.Count];
        if (plan.Rows.OrderBy.Count > 0)
        {
            selects.Add(plan.Rows with { Top = 8 });
            selects.Add(plan.Rows with { Skip = 3 });
        }

        // The expanded rows of one row, and of some.
        foreach (var collection in plan.Collections)
        {
            IReadOnlyList<ParameterExpression> row =
                [.. collection.Keys.Select(k => new ParameterExpression(null, k.Kind)), new ParameterExpression(0L, ColumnKind.Int64)];
            selects.Add(collection.QueryFor([row], 8));
            selects.Add(collection.QueryFor([row, row, row], 1));
        }

        foreach (var select in selects)
        {
            Bind(sql, select);
        }
    }

    private static void Bind(SqlModel sql, Select select, ServerFeatures? features = null)
    {
        var query = SqlWriter.Write(select, new SqlServerDialect(features ?? ServerFeatures.All));
        sql.Bind(
            "query", new Statement(query.Sql, [.. query.Parameters.Select((p, i) => Parameter(SqlServerQueries.ParameterOf(i + 1, p)))]));
    }

    private static Parameter Parameter(Microsoft.Data.SqlClient.SqlParameter parameter) =>
        new(parameter.ParameterName[1..], parameter.SqlDbType, parameter.Size);
}
