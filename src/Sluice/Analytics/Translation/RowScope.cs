using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>The row in which names of an expression are looked up, and the joined rows that its navigations lead to.</summary>
internal sealed class RowScope
{
    private readonly Func<EntityProperty, ColumnExpression> column;
    private readonly Func<string> newAlias;
    private readonly Dictionary<string, RowScope> joined = new(StringComparer.Ordinal);

    private RowScope(EntitySet set, Func<EntityProperty, ColumnExpression> column, List<Join> joins, Func<string> newAlias)
    {
        Set = set;
        Joins = joins;
        this.column = column;
        this.newAlias = newAlias;
    }

    /// <summary>The set of the row.</summary>
    public EntitySet Set { get; }

    /// <summary>The joins needed so far, shared with all rows reached from this one.</summary>
    public List<Join> Joins { get; }

    /// <summary>Creates the scope of a relation that has the columns of a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="column">Returns the column of a property.</param>
    /// <param name="newAlias">Creates an alias that is unique in the query.</param>
    public static RowScope From(EntitySet set, Func<EntityProperty, ColumnExpression> column, Func<string> newAlias) =>
        new(set, column, [], newAlias);

    /// <summary>Creates the scope of a set's table.</summary>
    public static RowScope FromTable(EntitySet set, string alias, Func<string> newAlias) =>
        From(set, p => Column(alias, p, p.Nullable), newAlias);

    /// <summary>A column of a table.</summary>
    public static ColumnExpression Column(string alias, EntityProperty property, bool nullable) =>
        new(alias, property.Column, property.Type.Kind, nullable) { Precision = property.Type.Precision, Scale = property.Type.Scale };

    /// <summary>A property of the row.</summary>
    public ColumnExpression Property(EntityProperty property) => column(property);

    /// <summary>The property of this name, which the set has, even if it is derived.</summary>
    public ColumnExpression Property(string name) => Set.Find(name) is { } own
        ? Property(own)
        : Set.FindDerived(name) is var (_, navigation, source)
            ? Navigate(navigation).Property(source)
            : throw new QueryRefusedException($"Rows have no property {name} here.");

    /// <summary>The row that this one refers to. All of its columns are null if there is none.</summary>
    public RowScope Navigate(EntityNavigation navigation)
    {
        if (joined.TryGetValue(navigation.Name, out var known))
        {
            return known;
        }

        var alias = newAlias();
        var target = navigation.Target;
        Joins.Add(new Join(
            target.Source,
            alias,
            [.. target.Properties.Select(p => p.Column)],
            [.. navigation.Pairs.Select(p => (Property(p.Own), Column(alias, p.Other, false)))],
            navigation.IsUnique ? [] : [.. target.Key.Select(k => k.Column)]));
        return joined[navigation.Name] = new RowScope(target, p => Column(alias, p, nullable: true), Joins, newAlias);
    }
}
