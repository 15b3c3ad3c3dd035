using Microsoft.OData.Edm;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Translation;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Access;

/// <summary>
/// Makes the view of a caller. Rows that the caller may not see are left out by the sources of the sets; sets, properties and navigations
/// are not there. Of the ledger, a view has what is about datasets that it has whole, because the numbers and messages of others tell of
/// hidden rows. An operator, who runs the pipeline for all datasets, sees the whole ledger except rejects, which have rows.
/// </summary>
/// <param name="model">The model with everything.</param>
/// <param name="plan">What makes a difference.</param>
/// <param name="caller">The caller.</param>
internal sealed class ViewBuilder(AnalyticsModel model, AccessPlan plan, Caller caller)
{
    private const string Alias = "seen";
    private const string DatasetProperty = "dataset";

    private readonly bool isOperator = caller.Has(AppRoles.Operator);
    private readonly Dictionary<EntitySet, EntitySet> sets = [];
    private readonly HashSet<string> whole = new(StringComparer.Ordinal);

    /// <summary>Makes the view.</summary>
    /// <param name="key">What identifies it.</param>
    /// <param name="edm">The OData model of a view of the same roles, if one is known.</param>
    public View Build(string key, IEdmModel? edm)
    {
        if (isOperator || caller.Has(AppRoles.Reader))
        {
            AddDatasets();
            AddLedger();
            foreach (var (from, to) in sets)
            {
                AddNavigations(from, to);
            }
        }

        if (caller.Has(AppRoles.Auditor))
        {
            var audit = model.Find(LedgerNames.Audit)!;
            sets.Add(audit, Copy(audit, audit.Source, _ => true));
        }

        var made = model.Sets.Where(sets.ContainsKey).Select(s => sets[s]).ToList();
        return new View(model.Part(made, edm, key), whole, isOperator);
    }

    private void AddDatasets()
    {
        foreach (var dataset in plan.Lake.Datasets.Where(d => AccessPlan.CanRead(d, caller)))
        {
            var set = RowFilters.SetOf(model, dataset);
            var hidden = dataset.Schema.Fields.Where(f => !AccessPlan.CanRead(f, caller)).Select(f => f.Name)
                .ToHashSet(StringComparer.Ordinal);
            var filters = AccessPlan.FiltersOf(dataset, caller);
            if (hidden.Count == 0 && filters.Count == 0)
            {
                whole.Add(dataset.Name);
            }

            sets.Add(set, Copy(
                set, filters.Count == 0 ? set.Source : RowFilters.RowsOf(set, filters, caller.Claims), p => !hidden.Contains(p.Column)));
        }
    }

    private void AddLedger()
    {
        var all = whole.Count == plan.Lake.Datasets.Count;
        foreach (var set in model.Sets.Where(s => !s.IsDataset && s.Name != LedgerNames.Audit))
        {
            if (set.Name == LedgerNames.Rejects)
            {
                sets.Add(set, Copy(set, Rejects(set, all), _ => true));
            }
            else if (all || isOperator)
            {
                sets.Add(set, Copy(set, set.Source, _ => true));
            }
            else if (set.Find(DatasetProperty) is { } dataset)
            {
                sets.Add(set, Copy(set, Seen(set, IsIn(whole, dataset), Column), _ => true));
            }
        }
    }

    // Even with asterisks, a record tells of its sensitive fields: so only those who correct it see it.
    private Relation Rejects(EntitySet set, bool all)
    {
        var dataset = set.Find(DatasetProperty)!;
        var sensitive = isOperator
            ? []
            : plan.Lake.Datasets.Where(View.IsSensitive).Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        return all && sensitive.Count == 0
            ? set.Source
            : Seen(
                set,
                all ? null : IsIn(whole, dataset),
                p => p.Name == "raw_text" && sensitive.Count > 0
                    ? new CaseExpression(IsIn(sensitive, dataset), new ParameterExpression("", ColumnKind.Text), Column(p))
                    : Column(p));
    }

    private static Select Seen(EntitySet set, QueryExpression? where, Func<EntityProperty, QueryExpression> value) => new()
    {
        Source = set.Source,
        Alias = Alias,
        Where = where,
        Columns = [.. set.Properties.Select(p => new Projection(value(p), p.Column))],
    };

    private static ColumnExpression Column(EntityProperty property) => RowScope.Column(Alias, property, property.Nullable);

    private static QueryExpression IsIn(HashSet<string> datasets, EntityProperty property) => Comparisons.In(
        Column(property),
        [.. datasets.Order(StringComparer.Ordinal).Select(d => new ParameterExpression(d, ColumnKind.Text))]);

    private static EntitySet Copy(EntitySet set, Relation source, Func<EntityProperty, bool> isSeen) =>
        new(set.Name, set.Table, [.. set.Properties.Where(isSeen)], set.Key)
        {
            Title = set.Title,
            Description = set.Description,
            Source = source,
        };

    private void AddNavigations(EntitySet from, EntitySet to)
    {
        foreach (var navigation in from.Navigations.Where(n => Leads(from, n)))
        {
            to.Add(navigation with { Target = sets[navigation.Target] });
        }

        // When rows were loaded is no secret of those who see them. The time comes from the files, also if these are hidden.
        foreach (var derived in from.Derived)
        {
            to.Add(to.FindNavigation(derived.Navigation.Name) is { } seen ? derived with { Navigation = seen } : derived);
        }
    }

    private bool Leads(EntitySet from, EntityNavigation navigation) =>
        sets.TryGetValue(navigation.Target, out var target)
        && navigation.Pairs.All(p => sets[from].Find(p.Own.Name) is not null && target.Find(p.Other.Name) is not null)
        && IsSeenWith(from, navigation.Target) && IsSeenWith(navigation.Target, from);

    // The files of a dataset that is not seen whole are hidden, so nothing leads to them.
    private bool IsSeenWith(EntitySet dataset, EntitySet ledger) =>
        !dataset.IsDataset || ledger.IsDataset || isOperator || whole.Contains(dataset.Table.Name);
}
