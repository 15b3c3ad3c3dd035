using Microsoft.OData.UriParser;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Analytics.Translation;
using Sluice.Lake.Definition;

namespace Sluice.Analytics.Access;

/// <summary>Translates the filters of rows of a lake definition.</summary>
public static class RowFilters
{
    private const string Option = "$filter";

    /// <summary>
    /// Finds the filters of a lake definition that cannot be used. The host registers the functions of requests first
    /// (<see cref="UriFunctions"/>).
    /// </summary>
    /// <param name="lake">The lake definition.</param>
    /// <returns>The dataset, the role and what is wrong.</returns>
    public static IEnumerable<(string Dataset, string Role, string Message)> Check(LakeDefinition lake)
    {
        if (lake.Datasets.All(d => d.RowFilters.Count == 0))
        {
            yield break;
        }

        var model = AnalyticsModel.From(lake);
        foreach (var dataset in lake.Datasets)
        {
            var set = SetOf(model, dataset);
            foreach (var (role, filter) in dataset.RowFilters)
            {
                if (FaultOf(set, filter) is { } fault)
                {
                    yield return (dataset.Name, role, fault);
                }
            }
        }
    }

    /// <summary>The rows of a set that satisfy one of several filters.</summary>
    /// <param name="set">The set, of the model with everything. The filters can name all that it has.</param>
    /// <param name="filters">The filters; at least one.</param>
    /// <param name="claims">The values of the claims of a caller. A filter with a claim that the caller does not have lets no row pass.
    /// </param>
    internal static Select RowsOf(
        EntitySet set, IReadOnlyList<string> filters, IReadOnlyDictionary<string, IReadOnlyList<string>> claims)
    {
        var usable = filters.Where(f => IsUsable(set, f, claims)).ToList();
        List<string> names = [];
        var rows = Rows(set, n => claims[n], names);
        if (usable.Count == 0)
        {
            rows.Filter(Comparisons.Always(false));
        }
        else
        {
            Filter(rows, string.Join(" or ", usable.Select(f => $"({f})")), names);
        }

        return rows.Current([.. set.Properties.Select(p => new Projection(rows.Row.Property(p), p.Column))], []);
    }

    /// <summary>The set of a dataset.</summary>
    internal static EntitySet SetOf(AnalyticsModel model, Dataset dataset) =>
        model.Sets.First(s => s.IsDataset && s.Table.Name == dataset.Name);

    private static string? FaultOf(EntitySet set, string filter)
    {
        if (string.IsNullOrWhiteSpace(filter))
        {
            return "The filter is empty. A filter such as \"city eq @claim.city\" says which rows are seen.";
        }

        if (ClaimNames.HasNow(filter))
        {
            return "A filter of rows cannot call now(), because which rows a caller sees does not change with time.";
        }

        try
        {
            List<string> names = [];
            Filter(Rows(set, _ => ["1"], names), filter, names);
            return null;
        }
        catch (FormatException)
        {
            // Which values a claim has is not known here. It is compared with a type that "1" is no value of.
            return null;
        }
        catch (QueryRefusedException exception)
        {
            return $"The filter cannot be used. {exception.Message}";
        }
    }

    // A claim that is missing must never make a condition true, not even a negated one.
    private static bool IsUsable(EntitySet set, string filter, IReadOnlyDictionary<string, IReadOnlyList<string>> claims)
    {
        if (ClaimNames.Of(filter).Any(n => claims.GetValueOrDefault(n) is not { Count: > 0 }))
        {
            return false;
        }

        try
        {
            List<string> names = [];
            Filter(Rows(set, n => claims[n], names), filter, names);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static RowPipeline Rows(EntitySet set, Func<string, IReadOnlyList<string>> claims, List<string> names) =>
        new(set, new QueryLimits().MaxDepth, default)
        {
            Claims = new ClaimValues(alias => ClaimNames.Find(alias, names) is { } name
                ? claims(name)
                : throw new QueryRefusedException("A value that begins with @ must be a claim, such as @claim.city.")),
        };

    private static void Filter(RowPipeline rows, string filter, List<string> names)
    {
        var text = rows.Lists.Replace(NewerSyntax.Replace(ClaimNames.Replace(filter, names)));
        var stage = StageType.From(rows, rows.Set.Model.Edm);
        var parser = new ODataQueryOptionParser(
            stage.Model, stage.Type, stage.Source, new Dictionary<string, string> { [Option] = text })
        {
            Resolver = new NumberResolver(),
        };
        rows.Filter(Parsing.Guard(Option, text, () => parser.ParseFilter()).Expression);
    }
}
