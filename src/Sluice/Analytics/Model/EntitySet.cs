using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Model;

/// <summary>The rows of a dataset, or of one part of the ledger, as OData serves them.</summary>
public sealed class EntitySet
{
    private readonly Dictionary<string, EntityProperty> properties;
    private readonly Dictionary<string, EntityNavigation> navigations = new(StringComparer.Ordinal);
    private readonly List<DerivedProperty> derived = [];

    /// <summary>Creates a set without navigations.</summary>
    /// <param name="name">Its name in OData and in the route.</param>
    /// <param name="table">Its table.</param>
    /// <param name="properties">Its properties, in order.</param>
    /// <param name="key">The properties that identify a row.</param>
    public EntitySet(string name, Table table, IReadOnlyList<EntityProperty> properties, IReadOnlyList<EntityProperty> key)
    {
        Name = name;
        Table = table;
        Properties = properties;
        Key = key;
        this.properties = properties.ToDictionary(p => p.Name, StringComparer.Ordinal);
    }

    /// <summary>Its name in OData and in the route.</summary>
    public string Name { get; }

    /// <summary>A title for people, or <see langword="null"/>.</summary>
    public string? Title { get; init; }

    /// <summary>A description for people, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>Its table.</summary>
    public Table Table { get; }

    /// <summary>
    /// Its rows: those of its table, or a select of them, which calculates columns or leaves out what a caller may not see.
    /// </summary>
    public Relation Source { get => field ?? Table; init; }

    /// <summary>Whether it is a dataset. Otherwise it is a part of the ledger.</summary>
    public bool IsDataset => Table.Schema == AnalyticsModel.LakeSchema;

    /// <summary>Its properties, in order.</summary>
    public IReadOnlyList<EntityProperty> Properties { get; }

    /// <summary>The properties that identify a row.</summary>
    public IReadOnlyList<EntityProperty> Key { get; }

    /// <summary>Its navigations.</summary>
    public IReadOnlyCollection<EntityNavigation> Navigations => navigations.Values;

    /// <summary>Properties of rows that these refer to, which rows have only if they are asked for: reading them needs a join.</summary>
    public IReadOnlyList<DerivedProperty> Derived => derived;

    /// <summary>The model that the set is of.</summary>
    internal AnalyticsModel Model { get; set; } = null!;

    /// <summary>The property of this name, or <see langword="null"/>.</summary>
    public EntityProperty? Find(string name) => properties.GetValueOrDefault(name);

    /// <summary>The navigation of this name, or <see langword="null"/>.</summary>
    public EntityNavigation? FindNavigation(string name) => navigations.GetValueOrDefault(name);

    /// <summary>The derived property of this name, or <see langword="null"/>.</summary>
    public DerivedProperty? FindDerived(string name) => derived.Find(d => d.Property.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Adds a navigation. Its name must be free.</summary>
    internal void Add(EntityNavigation navigation) => navigations.Add(navigation.Name, navigation);

    /// <summary>Adds a derived property. Its name must be free.</summary>
    internal void Add(DerivedProperty property) => derived.Add(property);

    /// <summary>Whether a property or navigation has this name, ignoring case.</summary>
    internal bool Has(string name) =>
        properties.Keys.Concat(navigations.Keys).Concat(derived.Select(d => d.Property.Name))
            .Contains(name, StringComparer.OrdinalIgnoreCase);
}
