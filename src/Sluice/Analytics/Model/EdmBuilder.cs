using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Vocabularies;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Model;

/// <summary>Builds the OData model from entity sets.</summary>
internal static class EdmBuilder
{
    /// <summary>The namespace of all types.</summary>
    public const string Namespace = "Sluice";

    private const string Container = "Lake";

    private const string Core = "Org.OData.Core.V1";

    /// <summary>The methods of aggregation that OData has no name for.</summary>
    public static IReadOnlyDictionary<string, AggregateMethod> Methods { get; } =
        new Dictionary<string, AggregateMethod>(StringComparer.Ordinal)
        {
            ["Sluice.median"] = AggregateMethod.Median,
            ["Sluice.stdev"] = AggregateMethod.Deviation,
            ["Sluice.percentile10"] = AggregateMethod.Percentile10,
            ["Sluice.percentile25"] = AggregateMethod.Percentile25,
            ["Sluice.percentile75"] = AggregateMethod.Percentile75,
            ["Sluice.percentile90"] = AggregateMethod.Percentile90,
            ["Sluice.percentile95"] = AggregateMethod.Percentile95,
            ["Sluice.percentile99"] = AggregateMethod.Percentile99,
        };

    // The standard vocabularies take long to load, so terms are written as they are used.
    private static readonly EdmTerm Description = new(Core, "Description", EdmPrimitiveTypeKind.String);

    /// <summary>Builds the model.</summary>
    public static IEdmModel Build(IReadOnlyList<EntitySet> sets)
    {
        var model = new EdmModel(includeDefaultVocabularies: false);
        var container = new EdmEntityContainer(Namespace, Container);
        var built = sets.ToDictionary(s => s, s => AddSet(model, container, s));
        model.AddElement(container);
        model.SetEdmReferences([Refer(Core), Refer(EdmCapabilities.Capabilities), Refer(EdmCapabilities.Aggregation)]);
        var capabilities = new EdmCapabilities(model);
        capabilities.Annotate(container, Methods.Keys);
        foreach (var set in built.Values)
        {
            capabilities.Annotate(set);
        }

        foreach (var set in sets)
        {
            foreach (var navigation in set.Navigations.Where(n => !n.IsCollection))
            {
                AddNavigation(set, navigation, built);
            }
        }

        return model;
    }

    // The alias of Org.OData.Core.V1 is Core.
    private static EdmReference Refer(string vocabulary)
    {
        var reference = new EdmReference(new Uri($"https://oasis-tcs.github.io/odata-vocabularies/vocabularies/{vocabulary}.xml"));
        reference.AddInclude(new EdmInclude(vocabulary.Split('.')[2], vocabulary));
        return reference;
    }

    private static EdmEntitySet AddSet(EdmModel model, EdmEntityContainer container, EntitySet set)
    {
        var type = new EdmEntityType(Namespace, set.Name);
        foreach (var property in set.Properties)
        {
            var isKey = set.Key.Contains(property);
            var edm = type.AddStructuralProperty(
                property.Name, EdmTypes.From(property.Type, property.Nullable && !isKey, property.MaxLength));
            Describe(model, edm, property.Title, property.Description);
        }

        foreach (var (property, _, _) in set.Derived)
        {
            Describe(
                model, type.AddStructuralProperty(property.Name, EdmTypes.From(property.Type, property.Nullable)), property.Title,
                property.Description);
        }

        type.AddKeys(set.Key.Select(k => (IEdmStructuralProperty)type.FindProperty(k.Name)));
        model.AddElement(type);
        var edmSet = container.AddEntitySet(set.Name, type);
        Describe(model, edmSet, set.Title, set.Description);
        return edmSet;
    }

    private static void AddNavigation(EntitySet set, EntityNavigation navigation, Dictionary<EntitySet, EdmEntitySet> built)
    {
        var (from, to) = (built[set], built[navigation.Target]);
        var (fromType, toType) = ((EdmEntityType)from.EntityType, (EdmEntityType)to.EntityType);

        // A referential constraint claims two things: that the referenced properties are a key, and, for properties that are never null,
        // that the referenced row exists. So it is declared only where the first holds and the second is not claimed.
        var isKey = navigation.Target.Key.Count == navigation.Pairs.Count
            && navigation.Pairs.All(p => navigation.Target.Key.Contains(p.Other) && p.Own.Nullable && !set.Key.Contains(p.Own));
        var edm = fromType.AddBidirectionalNavigation(
            new EdmNavigationPropertyInfo
            {
                Name = navigation.Name,
                Target = toType,
                TargetMultiplicity = EdmMultiplicity.ZeroOrOne,
                DependentProperties = isKey
                    ? navigation.Pairs.Select(p => (IEdmStructuralProperty)fromType.FindProperty(p.Own.Name))
                    : null,
                PrincipalProperties = isKey
                    ? navigation.Pairs.Select(p => (IEdmStructuralProperty)toType.FindProperty(p.Other.Name))
                    : null,
            },
            new EdmNavigationPropertyInfo { Name = navigation.Partner, Target = fromType, TargetMultiplicity = EdmMultiplicity.Many });
        from.AddNavigationTarget(edm, to);
        to.AddNavigationTarget(edm.Partner, from);
    }

    private static void Describe(EdmModel model, IEdmVocabularyAnnotatable element, string? title, string? description)
    {
        var text = title is null || description is null ? title ?? description : $"{title}: {description}";
        if (text is not null)
        {
            var annotation = new EdmVocabularyAnnotation(element, Description, new EdmStringConstant(text));
            annotation.SetSerializationLocation(model, EdmVocabularyAnnotationSerializationLocation.Inline);
            model.SetVocabularyAnnotation(annotation);
        }
    }
}
