using System.Globalization;
using Microsoft.OData.UriParser;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Lake.Schema;
using AggregateExpression = Sluice.Analytics.Queries.AggregateExpression;

namespace Sluice.Analytics.Translation;

/// <summary>Translates requests into queries.</summary>
/// <param name="model">The sets that can be requested.</param>
/// <param name="limits">The limits of a request.</param>
/// <param name="time">The clock of <c>now()</c>.</param>
internal sealed class QueryPlanner(AnalyticsModel model, QueryLimits limits, TimeProvider time)
{
    private static readonly string[] All =
        ["$apply", "$compute", "$filter", "$orderby", "$select", "$expand", "$top", "$skip", "$count", "$search", "$skiptoken"];

    private static readonly string[] OfCount = ["$apply", "$compute", "$filter", "$search"];
    private static readonly string[] OfOne = ["$compute", "$select", "$expand"];
    private static readonly string[] OfValue = [];

    /// <summary>Translates a request.</summary>
    /// <exception cref="QueryRefusedException">The request cannot be answered.</exception>
    public QueryPlan Plan(AnalyticsRequest request)
    {
        var options = ParameterAliases.Resolve(request.Options);
        Check(request, options);
        var rows = new RowPipeline(request.Set, limits.MaxDepth, time.GetUtcNow().UtcDateTime);
        if (request.Key is { } key)
        {
            foreach (var (property, value) in request.Set.Key.Zip(key))
            {
                rows.Filter(Comparisons.Create(ComparisonOperator.Equal, rows.Property([property.Name]), value));
            }
        }

        if (request.Parent is { } parent)
        {
            rows.Filter(Related(parent, rows));
        }

        if (options.TryGetValue("$apply", out var apply))
        {
            new Transformations(Parser).ApplyAll(rows, apply);
        }

        if (options.TryGetValue("$compute", out var compute))
        {
            rows.Compute(Parsing.Guard("$compute", compute, () => Parser(rows, "$compute", compute).ParseCompute()).ComputedItems);
        }

        if (options.TryGetValue("$filter", out var filter))
        {
            rows.Filter(Parsing.Guard("$filter", filter, () => Parser(rows, "$filter", filter).ParseFilter()).Expression);
        }

        if (options.TryGetValue("$search", out var search))
        {
            rows.Search(Parsing.Guard("$search", search, () => Parser(rows, "$search", search).ParseSearch()));
        }

        // Count before $orderby and $expand add joins that do not change the number of rows.
        var rowCount = rows.CountRows();
        var order = options.TryGetValue("$orderby", out var orderBy)
            ? rows.Order(Parsing.Guard("$orderby", orderBy, () => Parser(rows, "$orderby", orderBy).ParseOrderBy()))
            : [];
        var clause = request.Property is { } only
            ? SelectExpand(rows, new Dictionary<string, string> { ["$select"] = only.Name })
            : SelectExpand(rows, options);
        var plan = new ResultBuilder(rows, order).Build(clause, options.GetValueOrDefault("$expand", ""), request.IsOne) with
        {
            Count = rowCount,
            Skip = Number(options, "$skip") ?? 0,
            Top = request.IsOne ? 1 : Number(options, "$top"),
            HasCount = options.TryGetValue("$count", out var count) && Boolean("$count", count),
        };
        return request.IsWhole && plan.Collections is [{ Navigation: var many }, ..]
            ? throw new QueryRefusedException(
                $"A line of a table cannot hold the many rows of {many.Name}: "
                + $"ask for JSON, or for the rows of {many.Target} alone.")
            : plan;
    }

    /// <summary>The query whether a row exists: its result is 1 or 0.</summary>
    public Select PlanExists(ParentRow parent) =>
        Select(parent, new RowPipeline(parent.Set, limits.MaxDepth, time.GetUtcNow().UtcDateTime), []) with
        {
            Columns = [new Projection(new AggregateExpression(AggregateMethod.Count, null, ColumnKind.Int64), "n")],
            GroupBy = [],
        };

    /// <summary>The condition that a row is related to a parent row.</summary>
    private static QueryExpression Related(ParentRow parent, RowPipeline rows)
    {
        var key = parent.Set.Key.Zip(parent.Key).ToDictionary();
        var pairs = parent.Navigation.Pairs;

        // Usually the related rows refer to the parent's key, which the request has. Then the parent row need not be read.
        return pairs.All(p => key.ContainsKey(p.Own))
            ? Comparisons.All(
                [.. pairs.Select(p => Comparisons.Create(ComparisonOperator.Equal, rows.Property([p.Other.Name]), key[p.Own]))])
            : new ExistsExpression(Select(parent, rows, pairs));
    }

    /// <summary>The parent row by its key, restricted to rows of a pipeline that are related to it.</summary>
    private static Select Select(ParentRow parent, RowPipeline rows, IReadOnlyList<(EntityProperty Own, EntityProperty Other)> pairs)
    {
        var alias = rows.NewAlias();
        var row = RowScope.FromTable(parent.Set, alias, rows.NewAlias);

        // A null key refers to nothing, so compare the columns as SQL does, as if they were not nullable.
        return new Select
        {
            Source = parent.Set.Source,
            Alias = alias,
            Where = Comparisons.All(
            [
                .. parent.Set.Key.Zip(parent.Key, (k, v) => Comparisons.Create(ComparisonOperator.Equal, row.Property(k), v)),
                .. pairs.Select(p => new ComparisonExpression(
                    ComparisonOperator.Equal, row.Property(p.Own) with { Nullable = false },
                    rows.Row.Property(p.Other) with { Nullable = false })),
            ]),
            Columns = [new Projection(new ParameterExpression(1L, ColumnKind.Int64), "n")],
        };
    }

    private void Check(AnalyticsRequest request, IReadOnlyDictionary<string, string> options)
    {
        var allowed = request.IsCount ? OfCount : request.Property is not null ? OfValue : request.IsOne ? OfOne : All;
        if (options.Keys.FirstOrDefault(o => !allowed.Contains(o, StringComparer.Ordinal)) is { } unknown)
        {
            throw new QueryRefusedException(All.Contains(unknown, StringComparer.Ordinal)
                ? $"The query option {unknown} does not apply to this request."
                : $"There is no query option {unknown} here; the options are {string.Join(", ", allowed)} and $format.");
        }

        if (Math.Max(Length(request.Options), Length(options)) > limits.MaxLength)
        {
            throw new QueryRefusedException($"The query options are longer than the allowed {limits.MaxLength} characters.");
        }
    }

    private static long Length(IReadOnlyDictionary<string, string> options) => options.Values.Sum(o => (long)o.Length);

    private SelectExpandClause? SelectExpand(RowPipeline rows, IReadOnlyDictionary<string, string> options)
    {
        var selection = options.Where(o => o.Key is "$select" or "$expand").ToDictionary(o => o.Key, o => o.Value);
        return selection.Count == 0
            ? null
            : Parsing.Guard(
                string.Join(" or ", selection.Keys), string.Join('\n', selection.Values), () =>
                    Parser(rows, selection).ParseSelectAndExpand());
    }

    private ODataQueryOptionParser Parser(RowPipeline rows, string option, string text) =>
        Parser(rows, new Dictionary<string, string> { [option] = text });

    private ODataQueryOptionParser Parser(RowPipeline rows, IDictionary<string, string> options)
    {
        if (options.Any(o => string.IsNullOrWhiteSpace(o.Value)))
        {
            throw new QueryRefusedException(
                $"The query option {options.First(o => string.IsNullOrWhiteSpace(o.Value)).Key} is empty, or a part of it is.");
        }

        var stage = StageType.From(rows, model.Edm);
        var texts = options.ToDictionary(o => o.Key, o => o.Key == "$search" ? o.Value : rows.Lists.Replace(NewerSyntax.Replace(o.Value)));
        var parser = new ODataQueryOptionParser(stage.Model, stage.Type, stage.Source, texts)
        {
            Resolver = new NumberResolver(),
        };
        parser.Settings.MaximumExpansionDepth = limits.ExpandDepth;
        return parser;
    }

    private static long? Number(IReadOnlyDictionary<string, string> options, string name)
    {
        if (!options.TryGetValue(name, out var text))
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue
            ? number
            : throw new QueryRefusedException($"The query option {name} must be a whole number from 0 to {int.MaxValue}.");
    }

    private static bool Boolean(string name, string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw new QueryRefusedException($"The query option {name} must be true or false."),
    };
}
